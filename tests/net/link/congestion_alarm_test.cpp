#include "net/link/congestion_alarm.h"

#include <chrono>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("an alarm is told at once, each 2 s while it lasts, and once when it is over", "[link]") {
    const DirectionReading well{.live = true, .queue = 10ms};
    const DirectionReading bad{.live = true, .queue = 150ms, .growth = 100ms};
    const DirectionReading drains{.live = true, .queue = 150ms, .growth = -100ms};
    CongestionAlarm alarm;
    Instant now{1000s};
    for (int i = 0; i < 50; ++i)
        CHECK_FALSE(alarm.is_due(well, now += 200ms));
    CHECK(alarm.is_due(bad, now));
    int told = 0;
    for (int i = 0; i < 25; ++i)
        told += alarm.is_due(bad, now += 200ms) ? 1 : 0;
    CHECK(told == 2);
    CHECK_FALSE(alarm.is_due(drains, now += 200ms));
    CHECK_FALSE(alarm.is_due({}, now += 200ms));
    CHECK(alarm.is_due(well, now += 200ms));
    CHECK_FALSE(alarm.is_due(well, now += 200ms));
}
