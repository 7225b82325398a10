#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"

namespace giaoban::linksim {

/// What a link did to a flow, one value a packet of an even grid.
///
/// Source:     the form of queueing delays that were computed from recorded links, 50 packets a second.
struct DelayTrace {
    /// 50 packets a second.
    static constexpr Duration usual_step = Milliseconds{20};

    Duration step = usual_step;
    /// At least one.
    std::vector<Duration> delays;

    [[nodiscard]] Duration length() const noexcept {
        return step * static_cast<Duration::rep>(delays.size());
    }
    /// Of a packet that is offered so long after the first one: between two values, what lies in
    /// proportion between them. From its end on it begins again or, when it does not repeat, adds nothing.
    [[nodiscard]] Duration at(Duration since, bool repeat) const noexcept;
};

/// Which packets were lost, in the order in which they were offered, whatever their spacing.
struct LossTrace {
    /// At least one.
    std::vector<bool> lost;
};

/// When a link could carry: each time 1500 bytes.
///
/// Source:     the trace format of mahimahi (Netravali et al., "Mahimahi: Accurate Record-and-Replay
///             for HTTP", USENIX ATC 2015); recorded with Saturator (Winstein et al., NSDI 2013).
struct DeliveryTrace {
    /// A line of the format is an opportunity for one packet of this size.
    static constexpr std::size_t opportunity_bytes = 1500;

    /// Never falling, at least one, the last above zero: with it the recording ends and may begin again.
    std::vector<Duration> times;

    [[nodiscard]] Duration length() const noexcept { return times.back(); }
    /// Bit/s on average.
    [[nodiscard]] double rate() const noexcept;
};

/// What a file may hold, so that a wrong one is refused and not swallowed: 64 MiB are a day and a half of
/// 20 ms packets.
inline constexpr std::size_t most_trace_bytes = std::size_t{64} << 20U;

/// Readers of such files. Empty lines and lines that begin with # say nothing. What is wrong is answered as
/// `FILE:LINE: what is there: what is accepted`.
///
/// `MS` a line, 20 ms apart; or `SECONDS,MS` a line, with seconds in even steps.
[[nodiscard]] Expected<std::shared_ptr<const DelayTrace>, std::string> parse_delays(
    std::string_view text, std::string_view file);
/// 0 or 1 a line; 1 is lost.
[[nodiscard]] Expected<std::shared_ptr<const LossTrace>, std::string> parse_losses(
    std::string_view text, std::string_view file);
/// Whole milliseconds a line, never falling.
[[nodiscard]] Expected<std::shared_ptr<const DeliveryTrace>, std::string> parse_deliveries(
    std::string_view text, std::string_view file);

}  // namespace giaoban::linksim
