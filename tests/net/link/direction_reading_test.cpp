#include "net/link/direction_reading.h"

#include <chrono>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("congested is what grows, stands or overflows; not what only loses, waits or drains",
          "[link]") {
    CHECK(is_congested({.live = true, .queue = 150ms, .growth = 60ms}));
    CHECK(is_congested({.live = true, .queue = 1s}));
    CHECK(is_congested({.live = true, .loss = 0.1, .queue = 150ms}));
    CHECK_FALSE(is_congested({.live = true, .loss = 0.4}));
    CHECK_FALSE(is_congested({.live = true, .queue = 150ms}));
    CHECK_FALSE(is_congested({.live = true, .loss = 0.1, .queue = 1s, .growth = -100ms}));
    CHECK_FALSE(is_congested({.live = true, .queue = 50ms, .growth = 100ms}));
    CHECK_FALSE(is_congested({.live = false, .queue = 1s, .growth = 100ms}));
}
