#include "firmware/box/uplink_choice.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;

namespace {

constexpr Uplink cable = 2;
constexpr Uplink radio = 3;
constexpr Uplink modem = 4;

struct Bench {
    UplinkChoice choice;
    std::vector<Uplink> uplinks{cable, radio, modem};
    Uplink first = cable;
    bool may_try = true;
    Instant now{1h};

    /// What is sent over, second by second; `heard` tells whether the session lives then.
    void run(Duration length, bool heard) {
        for (const Instant end = now + length; now < end; now += 1s)
            choice.on_second({uplinks, first, heard, may_try}, now);
    }
    /// Until something else is sent over, at most so long. How long it took.
    Duration until_change(Duration most, bool heard) {
        const Uplink before = choice.send_over();
        const Instant begin = now;
        while (choice.send_over() == before && now - begin < most)
            run(1s, heard);
        return now - begin;
    }
};

}  // namespace

SCENARIO("a box takes the way that works", "[firmware][box]") {
    Bench bench;
    bench.run(60s, true);
    CHECK(bench.choice.send_over() == by_routes);
    CHECK_FALSE(bench.choice.listens());
    WHEN("the kernel's way is up and dead") {
        CHECK(bench.until_change(60s, false) <= 7s);
        THEN("each other is tried in turn, and the kernel's again") {
            CHECK(bench.choice.send_over() == radio);
            CHECK(bench.until_change(60s, false) <= 6s);
            CHECK(bench.choice.send_over() == modem);
            CHECK(bench.until_change(60s, false) <= 6s);
            CHECK(bench.choice.send_over() == by_routes);
            CHECK(bench.until_change(60s, false) <= 6s);
            CHECK(bench.choice.send_over() == radio);
        }
        AND_WHEN("something is heard over the radio") {
            bench.run(10s, true);
            CHECK(bench.choice.send_over() == radio);
            THEN("the kernel's is tried now and then, ever more seldom, and for a moment") {
                CHECK(bench.until_change(2min, true) <= 30s);
                CHECK(bench.choice.send_over() == by_routes);
                CHECK(bench.choice.listens());
                bench.choice.heard_over(radio, bench.now);
                CHECK(bench.until_change(2min, true) <= 6s);
                CHECK(bench.choice.send_over() == radio);
                const Duration pause = bench.until_change(20min, true);
                CHECK(pause > 55s);
                bench.run(1h, true);
                bench.until_change(20min, true);
                bench.until_change(20min, true);
                CHECK(bench.until_change(20min, true) <= UplinkChoice::longest_look_back + 1s);
            }
            THEN("an answer over the kernel's brings the box back") {
                bench.until_change(2min, true);
                bench.choice.heard_over(cable, bench.now);
                bench.run(1h, true);
                CHECK(bench.choice.send_over() == by_routes);
                CHECK_FALSE(bench.choice.listens());
            }
            THEN("nothing is tried while somebody speaks here") {
                bench.may_try = false;
                CHECK(bench.until_change(10min, true) >= 10min);
            }
            THEN("a network card that goes is not sent over any more") {
                bench.uplinks = {cable, modem};
                bench.run(1s, true);
                CHECK(bench.choice.send_over() == by_routes);
            }
            THEN("one that becomes the kernel's own needs no more to be said") {
                bench.uplinks = {radio, modem};
                bench.first = radio;
                bench.run(1s, true);
                CHECK(bench.choice.send_over() == by_routes);
            }
            THEN("a new first one is tried at once") {
                bench.uplinks = {9, cable, radio, modem};
                bench.first = 9;
                bench.run(1s, true);
                CHECK(bench.choice.send_over() == by_routes);
                CHECK(bench.choice.listens());
            }
        }
    }
    WHEN("there is no other") {
        bench.uplinks = {cable};
        bench.run(10min, false);
        THEN("it stays") { CHECK(bench.choice.send_over() == by_routes); }
    }
}
