#pragma once

#include <cstdint>

#include "config/vocab/bytes.h"

namespace giaoban::net {

/// What a datagram on the one UDP port is, by its first two bytes.
enum class DatagramKind : std::uint8_t {
    rtp,
    rtcp,
    /// First byte 192 to 199: keys and control, see net/keys.
    ours,
    /// Anything else, and everything too short to say.
    unknown
};

/// Tells the kinds apart without reading further; it does not say that the datagram is well-formed.
///
/// Source: RFC 7983 section 7 (128 to 191 is RTP or RTCP; 192 and above are unassigned there), RFC
///         5761 section 4 (a second byte of 192 to 223 is RTCP).
[[nodiscard]] constexpr DatagramKind demultiplex(Bytes datagram) noexcept {
    if (datagram.empty()) return DatagramKind::unknown;
    const auto first = std::to_integer<unsigned>(datagram[0]);
    if (first >= 192 && first <= 199) return DatagramKind::ours;
    if (first < 128 || first > 191 || datagram.size() < 2) return DatagramKind::unknown;
    const auto second = std::to_integer<unsigned>(datagram[1]);
    return second >= 192 && second <= 223 ? DatagramKind::rtcp : DatagramKind::rtp;
}

}  // namespace giaoban::net
