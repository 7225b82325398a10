#pragma once

#include <cstddef>
#include <cstdint>

#include "config/vocab/time.h"

namespace giaoban::linksim {

/// How the extra delay of a packet is spread about: it is added to `delay` and never less than 0.
enum class JitterShape : std::uint8_t {
    /// Exponential: many short, a few long. Half of a Laplacian.
    laplace,
    /// Half of a bell curve: no long tail.
    gauss
};

/// How one direction of a link behaves. The defaults are a perfect link.
struct LinkSettings {
    /// The least one-way delay.
    Duration delay{};
    /// Mean of the extra delay of a packet.
    Duration jitter{};
    JitterShape jitter_shape = JitterShape::laplace;

    /// How often nothing gets through for a while and then everything at once, on average; 0 never.
    double stalls_per_minute = 0;
    /// Mean length of such a stall, exponentially distributed.
    Duration stall{};

    /// Part of the packets that is lost, 0 to 1.
    double loss = 0;
    /// Mean number of packets lost in a row, at least 1. Less than 1 / (1 - loss), what chance alone
    /// makes, is taken as that.
    double loss_burst = 1;

    /// 0 is without a bound.
    std::uint64_t rate_bps = 0;
    /// How much the queue before a link of finite rate holds, in time at that rate.
    Duration queue = Milliseconds{500};

    /// Part of the packets that is held back by `reorder_by` and overtaken.
    double reorder = 0;
    Duration reorder_by = Milliseconds{60};
    /// Part of the packets that comes twice.
    double duplicate = 0;

    friend bool operator==(const LinkSettings&, const LinkSettings&) = default;
};

}  // namespace giaoban::linksim
