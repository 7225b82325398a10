#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "config/vocab/samples.h"

namespace giaoban::net {

/// Which step of the ladder: 0 is the narrowest.
enum class RungIndex : std::uint8_t {};

/// What a link is given to carry: how long a frame, how many bits, and which redundancy.
///
/// In-band FEC and deep redundancy are not mixed: measured with Opus 1.6.1, DRED is nearly silent
/// beside LBRR, and it says nothing at all when no loss is expected.
struct Rung {
    Samples frame{};
    int bitrate_bps = 0;
    int expected_loss_percent = 0;
    /// In-band FEC (LBRR): the frame before, coarsely, in each packet.
    bool fec = false;
    /// How far back deep redundancy may reach; 0 for none.
    Samples dred_reach{};

    friend bool operator==(const Rung&, const Rung&) = default;
};

/// IPv4 20, UDP 8, RTP 12, the tag of AES_CM_128_HMAC_SHA1_80 10. Source: RFC 791, RFC 768, RFC 3550
/// section 5.1, RFC 3711 section 5.2. IPv6 takes 20 more, AES-GCM 6 more.
inline constexpr std::size_t wire_overhead = 20 + 8 + 12 + 10;

/// What a stream of packets with that payload takes on the wire, in bit/s.
[[nodiscard]] constexpr int wire_bps(Samples frame, int bitrate_bps) noexcept {
    constexpr auto bits = static_cast<std::int64_t>(wire_overhead) * 8;
    return bitrate_bps + static_cast<int>(bits * Samples::period::den / frame.count());
}
[[nodiscard]] constexpr int wire_bps(const Rung& rung) noexcept {
    return wire_bps(rung.frame, rung.bitrate_bps);
}

inline constexpr std::size_t rung_count = 6;

/// The ladder, from the narrowest up; each takes more of the wire than the one before.
[[nodiscard]] const std::array<Rung, rung_count>& rungs() noexcept;

/// The rung of that index; it is one of the ladder (ensure).
[[nodiscard]] const Rung& rung(RungIndex index) noexcept;

/// What a link is given as long as nothing is known about it. See README.md for why this one.
inline constexpr RungIndex default_rung{5};

}  // namespace giaoban::net
