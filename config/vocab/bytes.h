#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "config/vocab/ensure.h"

namespace giaoban {

/// Bytes of somebody else, to read.
using Bytes = std::span<const std::byte>;
/// Bytes of somebody else, to write.
using MutableBytes = std::span<std::byte>;

/// The bytes of a text.
inline Bytes as_bytes(std::string_view text) noexcept { return std::as_bytes(std::span(text)); }

/// Bytes as a text; for what is known to be one.
inline std::string_view as_text(Bytes bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Bytes as the C libraries have them.
inline const std::uint8_t* as_u8(Bytes bytes) noexcept {
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}
inline std::uint8_t* as_u8(MutableBytes bytes) noexcept {
    return reinterpret_cast<std::uint8_t*>(bytes.data());
}

/// Reads an unsigned number, most significant byte first (network order). That there are enough
/// bytes is the caller's part to check (ensure).
template <std::unsigned_integral U>
[[nodiscard]] constexpr U load_be(Bytes from) noexcept {
    ensure(from.size() >= sizeof(U), "a number is read from bytes that are there");
    std::uint64_t value = 0;
    for (const std::byte byte : from.first(sizeof(U))) {
        value = value << 8U | std::to_integer<std::uint64_t>(byte);
    }
    return static_cast<U>(value);
}

/// Writes an unsigned number, most significant byte first (network order).
template <std::unsigned_integral U>
constexpr void store_be(MutableBytes to, U value) noexcept {
    ensure(to.size() >= sizeof(U), "a number is written into bytes that are there");
    for (std::size_t i = 0; i < sizeof(U); ++i) {
        const auto shift = 8U * (sizeof(U) - 1 - i);
        to[i] = static_cast<std::byte>(static_cast<std::uint64_t>(value) >> shift & 0xFFU);
    }
}

[[nodiscard]] constexpr std::uint16_t load_u16(Bytes from) noexcept {
    return load_be<std::uint16_t>(from);
}
[[nodiscard]] constexpr std::uint32_t load_u32(Bytes from) noexcept {
    return load_be<std::uint32_t>(from);
}
[[nodiscard]] constexpr std::uint64_t load_u64(Bytes from) noexcept {
    return load_be<std::uint64_t>(from);
}
constexpr void store_u16(MutableBytes to, std::uint16_t value) noexcept { store_be(to, value); }
constexpr void store_u32(MutableBytes to, std::uint32_t value) noexcept { store_be(to, value); }
constexpr void store_u64(MutableBytes to, std::uint64_t value) noexcept { store_be(to, value); }

}  // namespace giaoban
