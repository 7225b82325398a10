#pragma once

#include <cstdint>
#include <optional>

#include "config/vocab/time.h"

namespace giaoban::net {

struct ReportBlock;

/// Time as RTCP has it: seconds in the upper half, 1/2^32 s in the lower. Counted from the start of
/// the steady clock, not from 1900: a box has no clock battery, and the other side only takes
/// differences.
///
/// Source: RFC 3550 section 4: a sender without a wall clock may use the time since it started.
[[nodiscard]] std::uint64_t ntp_of(Instant now) noexcept;

/// The middle 32 bits, as a report repeats them: it wraps around each 18.2 hours.
[[nodiscard]] constexpr std::uint32_t ntp_middle(std::uint64_t ntp) noexcept {
    return static_cast<std::uint32_t>(ntp >> 16U);
}

/// A length of time in 1/65536 s, as a report has it, and back. Less than 0 becomes 0; 18.2 hours
/// and more become the greatest that can be said.
[[nodiscard]] std::uint32_t to_ntp_units(Duration length) noexcept;
[[nodiscard]] Duration from_ntp_units(std::uint32_t units) noexcept;

/// There and back again, from what the other side reported on a stream of ours. Nothing when it had
/// no sender report yet, or when the figures cannot be.
///
/// Source: RFC 3550 section 6.4.1, figure 2: A - LSR - DLSR.
[[nodiscard]] std::optional<Duration> round_trip(const ReportBlock& block, Instant now) noexcept;

}  // namespace giaoban::net
