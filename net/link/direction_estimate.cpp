#include "net/link/direction_estimate.h"

#include <algorithm>
#include <utility>

namespace giaoban::net {
namespace {

using namespace std::chrono_literals;

// Every frame is some ticks long, at most six. Source: RFC 6716 section 2.1.4.
constexpr Samples tick = 20ms;
constexpr Samples longest_frame = 120ms;
// Five packets of the longest: of so many one is not held up by chance.
constexpr Duration recent = 600ms;
// What comes all at once, when a stall ends, came too late together and says nothing of a queue.
constexpr Duration at_once = 300ms;
constexpr Duration earlier = 800ms;
// So that two quickest packets side by side, one in either stretch, are not taken for a steep slope.
constexpr Duration least_between = 400ms;
constexpr Duration loss_window = 2s;
// A route that became longer is believed after 20 to 40 s; two clocks that drift by 100 ppm part by 4 ms until then.
constexpr Duration epoch_length = 20s;
// After this clocks may have drifted by more than jitter, and the link may be another.
constexpr Duration long_pause = 60s;
// Beyond it is not the network: a machine slept, or a clock was set.
constexpr Duration believable = 10s;
constexpr Duration reordered_within = 50ms;
// RFC 3550 appendix A.1.
constexpr int max_dropout = 3000;
constexpr int max_misorder = 100;

}  // namespace

void DirectionEstimate::on_packet(const PacketSeen& packet) noexcept {
    const auto ahead = static_cast<std::int16_t>(packet.sequence - newest_);
    const bool fits = ahead < max_dropout && ahead > -max_misorder;
    if (count_ == 0 || packet.ssrc != ssrc_ || !fits || packet.arrived > back(0).at + long_pause) {
        return begin(packet);
    }
    if (ahead <= 0) return overtaken(packet, ahead);
    time_newest(packet, ahead);
    if (count_ == 0) return begin(packet);
    media_ += Samples{static_cast<std::int32_t>(packet.timestamp - timestamp_)};
    timestamp_ = packet.timestamp;
    newest_ = packet.sequence;
    arrivals_[count_ % arrivals_.size()] = {.at = packet.arrived,
                                            .bytes = static_cast<std::uint32_t>(packet.wire_bytes),
                                            .sequence = packet.sequence,
                                            .gap_before = static_cast<std::uint16_t>(ahead - 1),
                                            .lost_before = static_cast<std::uint16_t>(ahead - 1)};
    ++count_;
}

void DirectionEstimate::begin(const PacketSeen& packet) noexcept {
    *this = {};
    ssrc_ = packet.ssrc;
    newest_ = packet.sequence;
    timestamp_ = packet.timestamp;
    origin_ = epoch_ = packet.arrived;
    arrivals_[0] = {.at = packet.arrived,
                    .bytes = static_cast<std::uint32_t>(packet.wire_bytes),
                    .sequence = packet.sequence};
    count_ = 1;
}

void DirectionEstimate::overtaken(const PacketSeen& packet, int behind) noexcept {
    Arrival& newest = arrivals_[(count_ - 1) % arrivals_.size()];
    newest.bytes += static_cast<std::uint32_t>(packet.wire_bytes);
    if (behind == 0) return;
    for (std::size_t i = 0; i < kept(); ++i) {
        Arrival& arrival = arrivals_[(count_ - 1 - i) % arrivals_.size()];
        if (arrival.at + reordered_within < packet.arrived) return;
        const auto before = static_cast<std::uint16_t>(arrival.sequence - packet.sequence);
        if (before == 0 || before > arrival.gap_before) continue;
        if (arrival.lost_before > 0) --arrival.lost_before;
        return;
    }
}

// How long the newest packet is its successor tells; where some are missing, all are taken to be equally long.
void DirectionEstimate::time_newest(const PacketSeen& next, int ahead) noexcept {
    const std::int64_t step = static_cast<std::int32_t>(next.timestamp - timestamp_);
    if (next.marker || step <= 0 || step % ahead != 0) return;
    const Samples frame{step / ahead};
    if (frame > longest_frame || frame % tick != Samples{0}) return;
    // Where packets are missing the length may just have changed among them: it is believed the second time.
    if (std::exchange(frame_, frame) != frame && ahead > 1) return;
    Arrival& newest = arrivals_[(count_ - 1) % arrivals_.size()];
    const auto spoken = std::chrono::duration_cast<Duration>(media_ + frame);
    newest.transit = newest.at - origin_ - spoken;
    newest.timed = true;
    note_quickest(newest.transit, newest.at);
}

void DirectionEstimate::note_quickest(Duration transit, Instant at) noexcept {
    if (quickest_now_ != Duration::max() && transit > quickest_now_ + believable) {
        count_ = 0;  // begins anew
        return;
    }
    if (at > epoch_ + epoch_length) {
        epoch_ = at;
        quickest_before_ = quickest_now_;
        quickest_now_ = transit;
    }
    quickest_now_ = std::min(quickest_now_, transit);
}

std::size_t DirectionEstimate::kept() const noexcept { return std::min(count_, arrivals_.size()); }

DirectionEstimate::Quickest DirectionEstimate::quickest(Instant after,
                                                        Instant until) const noexcept {
    Quickest found;
    for (std::size_t i = 0; i < kept(); ++i) {
        const Arrival& arrival = back(i);
        if (arrival.at <= after) break;
        if (arrival.at > until || !arrival.timed) continue;
        if (found.packets++ == 0) found.last = arrival.at;
        found.first = arrival.at;
        if (arrival.transit >= found.transit) continue;
        found.transit = arrival.transit;
        found.at = arrival.at;
    }
    return found;
}

int DirectionEstimate::rate(Instant now) const noexcept {
    std::uint64_t bytes = 0;
    Instant first = now;
    for (std::size_t i = 0; i < kept() && back(i).at > now - recent; ++i) {
        bytes += back(i).bytes;
        first = back(i).at;
        // The first of them ends what was before.
        if (i + 1 == kept() || back(i + 1).at <= now - recent) bytes -= back(i).bytes;
    }
    const Duration length = count_ == 0 ? Duration{} : back(0).at - first;
    if (length < at_once) return 0;
    return static_cast<int>(static_cast<double>(bytes) * 8 /
                            std::chrono::duration<double>(length).count());
}

double DirectionEstimate::loss(Instant now) const noexcept {
    std::uint64_t came = 0;
    std::uint64_t lost = 0;
    for (std::size_t i = 0; i < kept() && back(i).at > now - loss_window; ++i) {
        ++came;
        lost += back(i).lost_before;
    }
    return came == 0 ? 0 : static_cast<double>(lost) / static_cast<double>(came + lost);
}

DirectionReading DirectionEstimate::reading(Instant now) const noexcept {
    DirectionReading reading;
    const Quickest late = quickest(now - recent, now);
    const Quickest before = quickest(now - recent - earlier, now - recent);
    if (late.last - late.first < at_once || before.packets == 0) return reading;
    reading.live = true;
    reading.loss = loss(now);
    reading.rate_bps = rate(now);
    reading.queue = late.transit - std::min(quickest_now_, quickest_before_);
    const Duration between = std::max(late.at - before.at, least_between);
    const double seconds = std::chrono::duration<double>(between).count();
    reading.growth =
        std::chrono::duration_cast<Duration>((late.transit - before.transit) / seconds);
    return reading;
}

}  // namespace giaoban::net
