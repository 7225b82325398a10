#include "audio/mix/tick_clock.h"

#include "tests/catch.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {
const Instant start = Instant{} + 1'000s;
}

TEST_CASE("ticks follow the clock for a week without drifting", "[audio][mix]") {
    TickClock clock(start);
    Instant now = start;
    std::int64_t run = 0;
    std::int64_t skipped = 0;
    // A thread that is woken up to 7 ms late, each time by another amount.
    for (int wake = 0; wake < 100'000; ++wake) {
        now = clock.next_deadline() + (wake * 37 % 7'000) * 1us;
        const auto due = clock.due(now);
        run += due.run;
        skipped += due.skipped;
    }
    CHECK(run == 100'000);
    CHECK(skipped == 0);
    CHECK(clock.next_deadline() == start + 100'000 * 20ms);
    (void)clock.due(start + 7 * 24h);
    CHECK(clock.next_deadline() == start + 7 * 24h + 20ms);
}

TEST_CASE("nothing is due before its time, and each tick once", "[audio][mix]") {
    TickClock clock(start);
    CHECK(clock.due(start - 1ns).run == 0);
    CHECK(clock.due(start).run == 1);
    CHECK(clock.due(start).run == 0);
    CHECK(clock.due(start + 20ms - 1ns).run == 0);
    CHECK(clock.due(start + 20ms).run == 1);
    CHECK(clock.due(start - 1h).run == 0);
}

SCENARIO("a thread that was held up catches up a bounded number of ticks", "[audio][mix]") {
    GIVEN("a clock whose first tick has run") {
        TickClock clock(start);
        (void)clock.due(start);
        WHEN("the thread wakes 100 ms late") {
            const auto due = clock.due(start + 120ms);
            THEN("all six ticks run and none is skipped") {
                CHECK(due.run == 6);
                CHECK(due.skipped == 0);
            }
        }
        WHEN("the thread wakes after 10 s") {
            const auto due = clock.due(start + 10s);
            THEN("six ticks run, the others pass without sound, and the clock is right again") {
                CHECK(due.run == 6);
                CHECK(due.skipped == 494);
                CHECK(clock.next_deadline() == start + 10s + 20ms);
            }
        }
        WHEN("it rests for an hour because nobody speaks") {
            const auto skipped = clock.skip_to(start + 1h + 5ms);
            THEN("the ticks of the hour passed, and the next one comes at its place in the grid") {
                CHECK(skipped == 50 * 3'600);
                CHECK(clock.next_deadline() == start + 1h + 20ms);
                CHECK(clock.skip_to(start + 1h) == 0);
            }
        }
    }
}

}  // namespace giaoban::audio
