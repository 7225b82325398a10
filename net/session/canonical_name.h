#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "config/vocab/random.h"

namespace giaoban::net {

/// A canonical name for RTCP that says nothing about its owner: 96 bits of chance as 16 characters, the
/// same in all sessions of one run of the program.
///
/// Source: RFC 7022 section 4.2 (short-term persistent names), RFC 4648 section 5 (the alphabet).
[[nodiscard]] inline std::string draw_canonical_name(RandomSource& random) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::array<std::byte, 16> drawn{};
    random.fill(drawn);
    std::string name;
    for (const std::byte byte : drawn)
        name += alphabet[std::to_integer<std::size_t>(byte) % 64];
    return name;
}

}  // namespace giaoban::net
