#include "board/alsa/cadence.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1h};

}  // namespace

TEST_CASE("ticks by the clock do not drift when each one wakes late", "[board][alsa]") {
    Cadence cadence(20ms);
    Instant due = cadence.next_tick(start, true);
    CHECK(due == start + 20ms);
    for (int i = 1; i < 1'000; ++i)
        due = cadence.next_tick(due + 3ms, true);
    CHECK(due == start + 1'000 * 20ms);
}

TEST_CASE("after a stall the clock begins anew, and does not rush to make up for it",
          "[board][alsa]") {
    Cadence cadence(20ms);
    (void)cadence.next_tick(start, true);
    CHECK(cadence.next_tick(start + 5s, true) == start + 5'020ms);
}

TEST_CASE("a card that answers at once is seen to keep no time", "[board][alsa]") {
    Cadence cadence(20ms);
    for (int i = 0; i < 50; ++i)
        (void)cadence.next_tick(start + i * 10us, false);
    CHECK_FALSE(cadence.untimed());
    (void)cadence.next_tick(start + 1ms, false);
    CHECK(cadence.untimed());
    cadence.new_device();
    CHECK_FALSE(cadence.untimed());
}

TEST_CASE("a card that keeps time is let, also when its buffer was full and its clock is wrong",
          "[board][alsa]") {
    Cadence cadence(20ms);
    Instant now = start;
    for (int i = 0; i < 3'000; ++i) {
        // 160 ms come at once at first; then ticks of a card that runs 1000 ppm too fast.
        now += i < 8 ? 0us : 19'980us;
        (void)cadence.next_tick(now, false);
        REQUIRE_FALSE(cadence.untimed());
    }
}
