#include "firmware/settings/clock_order.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::settings;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds at_2027{1'800'000'000'000};  // 15 January 2027

}  // namespace

SCENARIO("a clock that nobody has set goes by the centre", "[settings]") {
    const Clocks at_1970{.monotonic = 45s, .unix_time = 45s};
    const Clocks at_2099{.monotonic = 45s, .unix_time = Milliseconds{4'070'908'800'000}};
    CHECK(clock_order("1800000000000 40000\n", at_1970) == at_2027 + 5s);
    CHECK(clock_order("1800000000000 40000", at_2099) == at_2027 + 5s);
    THEN("not when NTP keeps it, nor for 2 seconds") {
        Clocks by_ntp = at_1970;
        by_ntp.set_by_ntp = true;
        CHECK_FALSE(clock_order("1800000000000 40000\n", by_ntp));
        CHECK_FALSE(
            clock_order("1800000000000 40000\n", {.monotonic = 45s, .unix_time = at_2027 + 3s}));
        CHECK(clock_order("1800000000000 40000\n",
                          {.monotonic = 45s, .unix_time = at_2027 + 2'999ms}));
    }
}

TEST_CASE("a note that is none sets no clock", "[settings]") {
    const auto note = GENERATE(as<std::string>(), "", "\n", "x", "1800000000000", "1800000000000 ",
                               "1800000000000 x", "1800000000000 40000 1", "-5 40000",
                               "1800000000000 46000\n",  // from the future
                               "1800000000000 -1\n", "1700000000000 40000\n",
                               "4102444800000 40000\n", "99999999999999999999 40000\n");
    CHECK_FALSE(clock_order(note, {.monotonic = 45s, .unix_time = 45s}));
    CHECK_FALSE(clock_order("1800000000000 40000\n", {.monotonic = 12min, .unix_time = 0s}));
}
