#include "net/wire/state_sender.h"

#include <algorithm>

namespace giaoban::net {

StateSender::StateSender(const StateTiming& timing, Instant now) noexcept
    : timing_(timing),
      changed_at_(now),
      last_frame_(now),
      last_state_(now),
      wait_(timing.first_retry) {}

void StateSender::changed(Instant now) noexcept {
    if (times_said_ == 0 && carries_state()) return;  // nobody has seen that version yet
    ++version_;
    changed_at_ = now;
    times_said_ = 0;
}

void StateSender::on_confirmed(std::uint32_t version, Instant now) noexcept {
    if (version > version_ || version <= confirmed_) return;
    if (version == version_ && times_said_ == 0) return;
    if (version == version_ && times_said_ == 1) measure(now - last_state_);
    // Whichever of them was answered: so long it took at most.
    if (version == version_ && times_said_ > 1) {
        backed_off_ = std::min<Duration>(wait_, (now - first_said_) * 5 / 4);
    }
    confirmed_ = version;
}

void StateSender::on_sent(Instant now) noexcept {
    last_frame_ = now;
    ever_sent_ = true;
    if (!carries_state()) return;
    last_state_ = now;
    if (times_said_ == 0) first_said_ = now;
    wait_ = times_said_ == 0 ? std::max(answer_time(), backed_off_)
                             : std::min<Duration>(2 * wait_, timing_.most_retry);
    ++times_said_;
}

Instant StateSender::next_deadline() const noexcept {
    const Instant heartbeat =
        timing_.heartbeat == Duration::max() ? never : last_frame_ + timing_.heartbeat;
    if (!carries_state()) return heartbeat;
    if (times_said_ > 0) return std::min(last_state_ + wait_, heartbeat);
    return ever_sent_ ? std::max<Instant>(changed_at_, last_state_ + timing_.least_gap)
                      : changed_at_;
}

Duration StateSender::answer_time() const noexcept {
    if (smoothed_ == Duration{0}) return timing_.first_retry;
    return std::clamp<Duration>(smoothed_ + 4 * variation_, timing_.least_retry,
                                timing_.most_retry);
}

// RFC 6298 section 2: SRTT with 1/8, RTTVAR with 1/4.
void StateSender::measure(Duration round_trip) noexcept {
    backed_off_ = Duration{0};
    const Duration taken = std::max<Duration>(round_trip, Duration{1});
    if (smoothed_ == Duration{0}) {
        smoothed_ = taken;
        variation_ = taken / 2;
        return;
    }
    const Duration off = taken > smoothed_ ? taken - smoothed_ : smoothed_ - taken;
    variation_ = (3 * variation_ + off) / 4;
    smoothed_ = (7 * smoothed_ + taken) / 8;
}

}  // namespace giaoban::net
