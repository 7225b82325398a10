// The target of a request: any bytes are read, or refused; a path that is read leads nowhere but down, and finds a route or none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "firmware/mixer/chair/routes.h"
#include "firmware/mixer/chair/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::chair;
    const auto target = Target::from({reinterpret_cast<const char*>(data), size});
    if (!target) return 0;
    const std::string& path = target->path;
    if (!path.starts_with('/') || path.find("//") != std::string::npos) std::abort();
    if (path.find("/../") != std::string::npos || path.ends_with("/..")) std::abort();
    for (const char c : path) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '\\') std::abort();
    }
    const Match found = match(Method::get, path);
    if (found.route != nullptr && found.allowed.empty()) std::abort();
    for (const auto& parameter : found.parameters) {
        if (parameter.empty() || parameter.find('/') != std::string::npos) std::abort();
    }
    return 0;
}
