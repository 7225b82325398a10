#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "config/vocab/time.h"
#include "tools/linksim/trace.h"

namespace giaoban::linksim {

/// How the extra delay of a packet is spread about: it is added to `delay` and never less than 0.
enum class JitterShape : std::uint8_t {
    /// Exponential: many short, a few long. Half of a Laplacian.
    laplace,
    /// Half of a bell curve: no long tail.
    gauss
};

/// A time when nothing gets through.
struct Outage {
    /// After the link's begin.
    Duration at{};
    Duration length{};

    friend bool operator==(const Outage&, const Outage&) = default;
};

/// How one direction of a link behaves. The defaults are a perfect link.
///
/// A recording takes the place of its model: delays that of jitter and stalls, losses that of loss,
/// deliveries that of the rate and of stalls.
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

    /// Part of the packets that is lost, 0 to 1; more exactly, that meets the bad state of the
    /// Gilbert-Elliott model.
    double loss = 0;
    /// Mean number of packets lost in a row, at least 1. Less than 1 / (1 - loss), what chance alone
    /// makes, is taken as that.
    double loss_burst = 1;
    /// Part of the packets outside of a burst that is lost all the same, 0 to 1.
    double good_loss = 0;
    /// Part of the packets within a burst that gets through all the same, 0 to 1.
    double bad_survival = 0;

    /// 0 is without a bound.
    std::uint64_t rate_bps = 0;
    /// How much the queue before a link of finite rate holds, in time at that rate.
    Duration queue = Milliseconds{500};

    /// Part of the packets that is held back by `reorder_by` and overtaken.
    double reorder = 0;
    Duration reorder_by = Milliseconds{60};
    /// Part of the packets that comes twice.
    double duplicate = 0;

    /// Added to `delay`; nothing overtakes.
    std::shared_ptr<const DelayTrace> delay_trace = {};
    std::shared_ptr<const LossTrace> loss_trace = {};
    /// `queue` is then taken at its mean rate.
    std::shared_ptr<const DeliveryTrace> deliveries = {};
    /// Whether a recording begins again at its end. One that does not has no effect from there on.
    bool repeat = true;

    /// When nothing gets through; they may overlap.
    std::vector<Outage> outages = {};
    /// When the sender's address changes, after the link's begin; see Link::address_changes().
    std::vector<Duration> address_changes = {};

    friend bool operator==(const LinkSettings&, const LinkSettings&) = default;
};

}  // namespace giaoban::linksim
