#pragma once

#include <optional>

#include "config/vocab/time.h"

namespace giaoban::net {

/// How one direction of a link does, as far as its receiver has said.
struct DirectionReport {
    /// Part of the packets lost between the last two reports, 0 to 1.
    double loss = 0;
    /// Interarrival jitter (RFC 3550 appendix A.8).
    Duration jitter{};
    /// When that was said; nothing yet when it is empty.
    std::optional<Instant> at;
};

/// How a box's link does, seen from either end: what is shown, and what later decides on its rung.
struct LinkReport {
    /// From the box to the mixing box, and back.
    DirectionReport up;
    DirectionReport down;
    /// There and back again by sender report and its echo.
    std::optional<Duration> round_trip;
};

}  // namespace giaoban::net
