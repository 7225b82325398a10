#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "config/vocab/ensure.h"

namespace giaoban::net::test {

/// A folder of its own for one test, gone after it.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "giaoban-test-XXXXXX").string();
        ensure(::mkdtemp(name.data()) != nullptr, "a folder for the test can be made");
        path_ = name;
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Writes a file as if nobody had taken care, with that mode.
inline void put(const std::filesystem::path& file, std::string_view content,
                std::filesystem::perms mode = std::filesystem::perms::owner_read |
                                              std::filesystem::perms::owner_write) {
    std::filesystem::remove(file);
    std::ofstream(file, std::ios::binary) << content;
    std::filesystem::permissions(file, mode);
}

}  // namespace giaoban::net::test
