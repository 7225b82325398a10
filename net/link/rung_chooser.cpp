#include "net/link/rung_chooser.h"

#include <algorithm>
#include <utility>

namespace giaoban::net {
namespace {

using namespace std::chrono_literals;

constexpr Duration first_wait = 4s;
constexpr Duration wait_after_congestion = 8s;
constexpr Duration longest_wait = 120s;
// Slow growth needs this long to be seen: 5 % too much are 80 ms after 2 s, and jitter may hide twice that.
constexpr Duration trial_length = 20s;
// An estimate compares the last 600 ms with 800 ms before: until then it still speaks of the rung before.
constexpr Duration seen_after = 1400ms;
// Where frames of two rungs end together, and an order's way.
constexpr Duration change_takes = 400ms;
// Readings further apart say nothing about the time between: reports come each 3 to 10 s.
constexpr Duration longest_gap = 10s;

constexpr double usable = 0.97;  // reports and control beside it, 0.4 kbit/s of 20
constexpr std::chrono::duration<double> drained_within = 4s;

// 1 % of packets of 60 ms in bursts of two is a hole of 0.1 s each 12 s: words. Measured over two links that lose 2 %
// in bursts (tests/scenarios): plain 94 to 98 % of the frames are heard, redundant all but one in 300.
constexpr double much_loss = 0.01;
constexpr double little_loss = 0.005;
constexpr std::chrono::duration<double> loss_memory = 5s;
constexpr Duration lossless_long = 30s;
// A link that throws away what is too much without a queue: a trial must not lose 10 % more, three times
// what chance makes of the 40 longest packets of 5 s at 2 %.
// What is lost later has another cause.
constexpr Duration seen_in_a_trial = 10s;
constexpr double loss_of_a_trial = 0.1;

RungStep next_of(RungStep step, int by) noexcept {
    const int wanted = static_cast<int>(step) + by;
    return RungStep{
        static_cast<std::uint8_t>(std::clamp(wanted, 0, static_cast<int>(widest_step)))};
}

}  // namespace

RungChooser::RungChooser(const RungBounds& bounds, RungStep start) noexcept
    : bounds_(bounds),
      step_(std::clamp(start, bounds.least, std::max(bounds.least, bounds.most))),
      form_(bounds.form.value_or(RungForm::plain)) {
    waits_.fill(first_wait);
}

void RungChooser::on_reading(const DirectionReading& reading, Duration round_trip,
                             Instant now) noexcept {
    if (!reading.live) return;
    const Instant before = std::exchange(read_at_, now);
    const Duration passed =
        before == Instant::min() ? Duration{} : std::clamp<Duration>(now - before, 0s, longest_gap);
    if (is_congested(reading)) {
        quiet_for_ = {};
        if (now >= settled_at_) go_down(reading, round_trip, now);
        return;
    }
    if (reading.queue < quiet_queue) {
        step_ = std::max(step_, drained_to_);
        follow_loss(reading, passed);
        if (now >= settled_at_) quiet_for_ += passed;
    }
    if (trial_loses(now)) return go_down(reading, round_trip, now);
    if (trial_ && now >= trial_->began + trial_length) {
        trial_.reset();
        wait_for(step_) = first_wait;
    }
    if (step_ < bounds_.most && quiet_for_ >= wait_for(next_of(step_, 1)) + round_trip) {
        go_up(now);
    }
}

void RungChooser::go_down(const DirectionReading& reading, Duration round_trip,
                          Instant now) noexcept {
    // It has grown since the quickest packet of 600 ms, and grows until the change has come; what waits in it then was
    // sent at the rung before.
    const Duration grows = std::clamp<Duration>(reading.growth, 0s, 1s);
    const Duration queued = reading.queue + grows * 6 / 10;
    const auto until_changed = std::chrono::duration<double>(round_trip + change_takes);
    const auto grown = std::chrono::duration_cast<Duration>(grows * until_changed.count());
    settled_at_ = now + round_trip + queued + grown + seen_after;
    RungStep to = next_of(step_, -1);
    Duration& wait = wait_for(step_);
    if (trial_) {
        wait = std::clamp<Duration>(3 * wait, wait_after_congestion, longest_wait);
        to = std::min(to, trial_->from);
    } else {
        wait = std::max<Duration>(wait, wait_after_congestion);
    }
    RungStep drains = to;
    if (reading.rate_bps > 0 && is_congested(reading)) {
        const double carried = reading.rate_bps * usable;
        const double in_queue = std::chrono::duration<double>(queued) / drained_within;
        // From a trial it goes back to what was carried.
        if (!trial_) to = std::min(to, carried_by(carried));
        drains = std::min(to, carried_by(carried * std::max(1.0 - in_queue, 0.0)));
    }
    trial_.reset();
    quiet_for_ = {};
    step_ = std::max(drains, bounds_.least);
    drained_to_ = std::max(to, bounds_.least);
}

void RungChooser::go_up(Instant now) noexcept {
    // Each step of a climb is a trial of its own, and may send back to where it came from.
    trial_ = Trial{.from = step_, .began = now, .loss_before = loss_};
    step_ = std::min(next_of(step_, 1), bounds_.most);
    quiet_for_ = {};
}

RungStep RungChooser::carried_by(double bps) const noexcept {
    RungStep widest{0};
    for (const Rung& one : rungs()) {
        if (one.form == RungForm::plain && wire_bps(one) <= bps) widest = one.step;
    }
    return widest;
}

void RungChooser::follow_loss(const DirectionReading& reading, Duration passed) noexcept {
    const double weight = std::min(std::chrono::duration<double>(passed) / loss_memory, 1.0);
    loss_ += (reading.loss - loss_) * weight;
    lossless_for_ = loss_ < little_loss ? lossless_for_ + passed : Duration{};
    if (bounds_.form) return;
    if (loss_ >= much_loss) form_ = RungForm::redundant;
    if (lossless_for_ >= lossless_long) form_ = RungForm::plain;
}

bool RungChooser::trial_loses(Instant now) const noexcept {
    return trial_ && now < trial_->began + seen_in_a_trial &&
           loss_ > trial_->loss_before + loss_of_a_trial;
}

}  // namespace giaoban::net
