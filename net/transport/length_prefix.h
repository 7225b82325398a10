#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/local_message.h"

namespace giaoban::net {

/// A message on a local stream: 4 bytes of length, most significant first, then that many bytes.
inline constexpr std::size_t length_prefix_size = 4;

/// The length that a prefix announces; nothing when it is beyond the bound.
[[nodiscard]] inline std::optional<std::size_t> announced_length(Bytes prefix) noexcept {
    const std::size_t length = load_u32(prefix);
    return length <= most_local_message ? std::optional(length) : std::nullopt;
}

[[nodiscard]] inline std::array<std::byte, length_prefix_size> length_prefix(
    std::size_t length) noexcept {
    ensure(length <= most_local_message, "a message on a local stream is within its bound");
    std::array<std::byte, length_prefix_size> prefix{};
    store_u32(prefix, static_cast<std::uint32_t>(length));
    return prefix;
}

}  // namespace giaoban::net
