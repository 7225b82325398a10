#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/expected.h"

namespace giaoban::config {

/// Why a file was not read or written, in words.
struct FileFault {
    std::string what;
};

enum class Existing : bool { refuse, replace };

/// A regular file of at most `most` bytes, whole; or the fault.
[[nodiscard]] std::optional<FileFault> read_whole(const std::string& path, std::size_t most,
                                                  std::string& into);

/// Writes a file of mode 0600 so that after a power cut there is the old one or the new one, whole:
/// a file beside it, fsync, rename (or link, which refuses what exists), fsync of the folder.
[[nodiscard]] std::optional<FileFault> write_whole(const std::string& path, std::string_view text,
                                                   Existing existing);

/// Takes a file away so that it does not come back with a power cut: fsync of the folder. Answers whether there was one.
[[nodiscard]] Expected<bool, FileFault> remove_whole(const std::string& path);

}  // namespace giaoban::config
