#include "board/alsa/duplex.h"

#include <array>

#include "tests/board/alsa/faulty_device.h"
#include "tests/catch.h"

using namespace giaoban::board;
using giaoban::audio::PortState;
using giaoban::board::tests::Faults;
using giaoban::board::tests::FaultyDevice;
using Outcome = Duplex::Outcome;

namespace {

struct Bench {
    Faults faults;
    FaultyDevice device{faults};
    Duplex duplex;
    std::array<std::int16_t, 4> heard{};
    std::array<std::int16_t, 4> said{};

    Outcome tick() { return duplex.exchange(device, heard, said); }
};

}  // namespace

SCENARIO("a sound card that stumbles is started again", "[board][alsa]") {
    GIVEN("a card that was just opened") {
        Bench bench;
        CHECK(bench.duplex.health().state == PortState::absent);
        REQUIRE(bench.duplex.take(bench.device) == Outcome::ticked);
        CHECK(bench.duplex.health().state == PortState::running);
        CHECK(bench.duplex.health().opened == 1);

        WHEN("all is well") {
            CHECK(bench.tick() == Outcome::ticked);
            THEN("the tick is heard, and nothing was started again") {
                CHECK(bench.heard[0] == 77);
                CHECK(bench.faults.restarted == 1);
            }
        }
        WHEN("the microphone's buffer overruns once") {
            bench.faults.captures = {PcmResult::overrun};
            CHECK(bench.tick() == Outcome::stumbled);
            THEN("that is counted, the tick is silent, and the next one is good") {
                CHECK(bench.duplex.health().captured_too_late == 1);
                CHECK(bench.duplex.health().played_too_late == 0);
                CHECK(bench.heard[0] == 0);
                CHECK(bench.faults.restarted == 2);
                CHECK(bench.tick() == Outcome::ticked);
            }
        }
        WHEN("the speaker's buffer runs empty once") {
            bench.faults.plays = {PcmResult::underrun};
            CHECK(bench.tick() == Outcome::stumbled);
            THEN("that is counted, and the next tick is good") {
                CHECK(bench.duplex.health().played_too_late == 1);
                CHECK(bench.tick() == Outcome::ticked);
            }
        }
        WHEN("the machine slept") {
            bench.faults.captures = {PcmResult::suspended};
            THEN("the card goes on, and no sound was lost by us") {
                CHECK(bench.tick() == Outcome::stumbled);
                CHECK(bench.duplex.health().captured_too_late == 0);
                CHECK(bench.tick() == Outcome::ticked);
            }
        }
        WHEN("the card is unplugged") {
            bench.faults.captures = {PcmResult::gone};
            THEN("it is given up at once, without being started again") {
                CHECK(bench.tick() == Outcome::gone);
                CHECK(bench.faults.restarted == 1);
                CHECK(bench.duplex.health().state == PortState::absent);
            }
        }
        WHEN("it is unplugged while it is being started again") {
            bench.faults.captures = {PcmResult::overrun};
            bench.faults.restarts = {PcmResult::gone};
            THEN("it is given up") { CHECK(bench.tick() == Outcome::gone); }
        }
        WHEN("it stands in overruns, start after start") {
            bench.faults.captures.assign(1'000, PcmResult::overrun);
            int ticks = 1;
            while (bench.tick() == Outcome::stumbled)
                ++ticks;
            THEN("it is given up after half a second") {
                CHECK(ticks == 26);
                CHECK(bench.duplex.health().state == PortState::absent);
            }
        }
        WHEN("it stumbles at every other tick") {
            for (int i = 0; i < 200; ++i) {
                bench.faults.captures.push_back(PcmResult::overrun);
                bench.faults.captures.push_back(PcmResult::done);
            }
            THEN("it is kept: half a meeting is better than none") {
                for (int i = 0; i < 400; ++i)
                    CHECK(bench.tick() != Outcome::gone);
                CHECK(bench.duplex.health().captured_too_late == 200);
            }
        }
    }
}
