#include "config/our_tool.h"

#include <filesystem>
#include <system_error>

namespace giaoban::config {

std::string our_tool(std::string_view name) {
    std::error_code trouble;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", trouble);
    const auto above = trouble ? std::filesystem::path("/usr") : self.parent_path().parent_path();
    return (above / "lib/giaoban" / name).string();
}

}  // namespace giaoban::config
