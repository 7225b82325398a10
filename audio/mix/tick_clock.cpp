#include "audio/mix/tick_clock.h"

#include <algorithm>

namespace giaoban::audio {

namespace {

constexpr Duration tick = std::chrono::duration_cast<Duration>(tick_length);
static_assert(tick == tick_length, "a tick is a whole number of the clock's units");

}  // namespace

Instant TickClock::instant_of(std::int64_t number) const noexcept { return start_ + number * tick; }

std::int64_t TickClock::first_not_before(Instant now) const noexcept {
    if (now <= start_) return 0;
    return (now - start_ + tick - Duration{1}) / tick;
}

TickClock::Due TickClock::due(Instant now) noexcept {
    if (now < next_deadline()) return {};
    const std::int64_t missed = (now - start_) / tick - next_;  // besides the one that is due now
    const std::int64_t run = std::min(missed, catch_up) + 1;
    const std::int64_t skipped = missed + 1 - run;
    next_ += missed + 1;
    return {.skipped = skipped, .run = run};
}

std::int64_t TickClock::skip_to(Instant now) noexcept {
    const std::int64_t skipped = std::max<std::int64_t>(first_not_before(now) - next_, 0);
    next_ += skipped;
    return skipped;
}

}  // namespace giaoban::audio
