#include "firmware/box/clock_note.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;

TEST_CASE("the centre's time is noted while this machine's is wrong", "[firmware][box]") {
    ClockNote note;
    const WallTime centre{Milliseconds{1'800'000'000'123}};
    const WallTime at_1970{10s};
    CHECK_FALSE(note.take(std::nullopt, at_1970, Instant{45s}));
    CHECK_FALSE(note.take(centre, centre + 2s, Instant{45s}));
    CHECK_FALSE(note.take(centre, centre - 2s, Instant{45s}));
    CHECK(note.take(centre, at_1970, Instant{45s}) == "1800000000123 45000\n");
    CHECK_FALSE(note.take(centre, at_1970, Instant{104s}));
    CHECK(note.take(centre + 60s, at_1970, Instant{105s}) == "1800000060123 105000\n");
    CHECK(note.take(centre, centre + 24h * 30'000, Instant{165s}));
}
