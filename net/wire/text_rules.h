#pragma once

#include <cstddef>
#include <string_view>

namespace giaoban::net {

/// A card's name: 64 bytes of UTF-8 hold the longest name of a commune, with its district, twice.
inline constexpr std::size_t max_name_bytes = 64;
/// Any other short text: "giaoban 1.2.3-rc4 (opus 1.6.1, dred)", an endpoint (47), lamps in words.
inline constexpr std::size_t max_text_bytes = 64;

/// Whether a text may be shown and logged: at most `most` bytes, UTF-8 in its shortest form, and
/// without control characters (nobody's terminal is to obey a packet). Empty is fine.
///
/// Real time:  takes no memory.
/// Source:     RFC 3629 section 4 (the syntax of UTF-8); ISO 6429 (C0, DEL and C1 controls).
[[nodiscard]] bool is_showable(std::string_view text, std::size_t most) noexcept;

/// The beginning of a text that has at most `most` bytes and ends with a whole character.
[[nodiscard]] std::string_view cut_to(std::string_view text, std::size_t most) noexcept;

}  // namespace giaoban::net
