#include "net/session/rate_meter.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("a rate meter shows what went by in the last 5 s", "[net][session]") {
    RateMeter meter;
    constexpr Instant start{5'000'000s};
    CHECK(meter.bits_per_second(start) == 0);
    for (auto at = 0ms; at < 10s; at += 20ms)
        meter.add(100, start + at);
    CHECK(meter.bits_per_second(start + 9990ms) == 40'000);
    SECTION("when nothing follows it falls to nothing within 5 s") {
        CHECK(meter.bits_per_second(start + 12s) < 30'000);
        CHECK(meter.bits_per_second(start + 12s) > 10'000);
        CHECK(meter.bits_per_second(start + 15s) == 0);
        CHECK(meter.bits_per_second(start + 24h) == 0);
    }
    SECTION("a long pause leaves nothing behind") {
        meter.add(125, start + 1000s);
        CHECK(meter.bits_per_second(start + 1000s) == 200);
    }
}
