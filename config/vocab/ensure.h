#pragma once

#include <cstdint>

namespace giaoban {

/// Says `file:line: what` on standard error and stops the program (abort). Allocates nothing and
/// takes no lock.
[[noreturn]] void ensure_failed(const char* what, const char* file,
                                std::uint_least32_t line) noexcept;

/// States what must be so unless the program itself is wrong; stops it otherwise, in release builds
/// as well. The place named is the caller's. (std::source_location would do, but clang 14 has none.)
///
/// Threading:  any thread.
/// Real time:  one comparison when all is well.
/// Errors:     never for data from outside (packets, files, users): those are weather, and are
///             answered with a value.
constexpr void ensure(bool holds, const char* what, const char* file = __builtin_FILE(),
                      std::uint_least32_t line = __builtin_LINE()) noexcept {
    if (!holds) [[unlikely]] {
        ensure_failed(what, file, line);
    }
}

}  // namespace giaoban
