#pragma once

#include <cstdint>

namespace giaoban::net {

/// How far `to` is ahead of `from` on a circle of 2^16 packets; negative when it is behind.
/// Right as long as they are less than half the circle apart.
///
/// Source: RFC 1982 (serial number arithmetic), as RFC 3550 appendix A.1 uses it.
[[nodiscard]] constexpr std::int16_t packets_ahead(std::uint16_t from, std::uint16_t to) noexcept {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(to - from));
}

/// The same for RTP timestamps, in ticks of the media clock.
[[nodiscard]] constexpr std::int32_t ticks_ahead(std::uint32_t from, std::uint32_t to) noexcept {
    return static_cast<std::int32_t>(to - from);
}

}  // namespace giaoban::net
