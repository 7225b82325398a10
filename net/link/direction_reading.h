#pragma once

#include "config/vocab/time.h"

namespace giaoban::net {

/// How one direction of a link does just now, as its receiver sees it (DirectionEstimate), or has told.
struct DirectionReading {
    /// Enough came of late to say anything at all.
    bool live = false;
    /// Part of the packets of the last 2 s that did not come.
    double loss = 0;
    /// How much longer packets take than the quickest of late: what waits in the link's queue.
    Duration queue{};
    /// By how much that grew within a second; less than nothing while it drains.
    Duration growth{};
    /// What came through, in bit/s on the wire; 0 when it cannot be said. While the queue grows it is what the link
    /// can carry.
    int rate_bps = 0;

    friend bool operator==(const DirectionReading&, const DirectionReading&) = default;
};

/// Whether more is sent than the link carries: a queue that grows, one that stands and does not drain, or one that
/// overflows. Loss alone is not.
[[nodiscard]] bool is_congested(const DirectionReading& reading) noexcept;

/// Up to here a queue is what jitter makes of a quiet link.
inline constexpr Milliseconds quiet_queue{80};

}  // namespace giaoban::net
