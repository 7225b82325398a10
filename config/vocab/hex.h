#pragma once

#include <string>
#include <string_view>

#include "config/vocab/bytes.h"

namespace giaoban {

/// Two small digits a byte.
[[nodiscard]] inline std::string hex(Bytes bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        const auto value = std::to_integer<unsigned>(byte);
        text.push_back(digits[value >> 4U]);
        text.push_back(digits[value & 15U]);
    }
    return text;
}

/// Into exactly so many bytes; false where the text is no such hexadecimal.
[[nodiscard]] inline bool from_hex(std::string_view text, MutableBytes into) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    if (text.size() != into.size() * 2) return false;
    for (std::size_t i = 0; i < into.size(); ++i) {
        const auto high = digits.find(text[2 * i]);
        const auto low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return false;
        into[i] = static_cast<std::byte>(high << 4U | low);
    }
    return true;
}

}  // namespace giaoban
