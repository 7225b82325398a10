#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "config/vocab/samples.h"

namespace giaoban::net {

/// Which row of the ladder. The rows of a step stand together, the plain one first.
enum class RungIndex : std::uint8_t {};

/// How much of the wire a rung takes: 0 is the narrowest, about 10 kbit/s, 5 the widest, about 50. This is what
/// people configure and are shown.
enum class RungStep : std::uint8_t {};

/// What a step's bits are spent on.
enum class RungForm : std::uint8_t {
    plain,     ///< short frames: the least delay while little is lost
    redundant  ///< longer frames, and deep redundancy for what their headers save
};

/// What a link is given to carry: how long a frame, how many bits, and which redundancy.
///
/// In-band FEC and deep redundancy are not mixed: measured with Opus 1.6.1, DRED is nearly silent
/// beside LBRR, and it says nothing at all when no loss is expected.
struct Rung {
    RungStep step{};
    RungForm form = RungForm::plain;
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

inline constexpr std::size_t rung_count = 10;
inline constexpr RungStep widest_step{5};
inline constexpr std::size_t step_count = 6;

/// The ladder, from the narrowest step up. This is the one place to tune it.
[[nodiscard]] const std::array<Rung, rung_count>& rungs() noexcept;

/// The rung of that index; it is one of the ladder (ensure).
[[nodiscard]] const Rung& rung(RungIndex index) noexcept;

/// The step's rung of that form; the narrow steps have no room for redundancy, and one form only.
[[nodiscard]] RungIndex rung_of(RungStep step, RungForm form) noexcept;

/// Frames of all rungs begin at whole multiples of their length; both rungs' at whole multiples of this one. All
/// divide 120 ms.
[[nodiscard]] Samples common_frame(RungIndex one, RungIndex other) noexcept;

/// What people read: "3", or "3+" for the redundant form.
[[nodiscard]] std::string name_of(RungIndex index);

/// What is right for a link on the desk: the least delay. See README.md.
inline constexpr RungIndex default_rung{8};

}  // namespace giaoban::net
