#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "config/vocab/expected.h"

namespace giaoban::net {

/// Why a private file was not read or written, with one line that says what to do.
struct FileTrouble {
    enum class Kind : std::uint8_t {
        missing,      ///< there is no such file
        exists,       ///< there is one already, and it is not to be replaced
        not_private,  ///< others may read or write it, or it is somebody else's
        broken,       ///< it is there, and does not say what it should
        unreadable,   ///< the system gave an error
        unwritable,   ///< the system gave an error: full disk, read-only, no such folder
    };
    Kind kind;
    std::string message;
};

enum class Replace : std::uint8_t { yes, never };

/// Reads a whole file of at most 64 KiB that nobody else may read: a regular file, no symbolic link,
/// owned by this user or root, nothing for group and others.
[[nodiscard]] Expected<std::string, FileTrouble> read_private_file(
    const std::filesystem::path& path);

/// Writes a whole file, mode 0600, so that after a power cut there is the old one or the new one: beside it,
/// fsync, rename, fsync of the folder.
///
/// Threading: one writer a file; the name beside it is `path` with ".new" behind.
[[nodiscard]] Expected<void, FileTrouble> write_private_file(const std::filesystem::path& path,
                                                             std::string_view content,
                                                             Replace replace);

}  // namespace giaoban::net
