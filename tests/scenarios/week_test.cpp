#include <chrono>

#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

namespace {

constexpr Duration week = 7 * 24h;

}  // namespace

// DESIGN.md: a box never needs a visit because the mixing box was away for a week.
SCENARIO("the mixing box is away for a week", "[scenarios][slow]") {
    MeetingSimulation meeting({.seed = seed_or(70), .boxes = 2, .link = "clean"});
    INFO("GIAOBAN_SEED=" << seed_or(70));
    begin(meeting);
    meeting.press(1);
    meeting.run_for(1s);
    REQUIRE(meeting.box(1).place() == 1);
    const std::uint64_t before = meeting.up(1).counters().offered_bytes;

    // One box waits through it, the other's power is off.
    meeting.kill(0);
    meeting.stop_mixer();
    meeting.run_for(week / 2);
    CHECK_FALSE(meeting.is_there(1));
    // In the middle of it somebody presses in vain.
    meeting.press(1);
    meeting.run_for(week / 2);
    const auto called = meeting.up(1).counters().offered_bytes - before;
    const double called_for =
        static_cast<double>(called) * 8 / std::chrono::duration<double>(week).count();

    THEN("calling in vain cost no more than a meeting does, and all come back by themselves") {
        INFO(called_for << " bit/s");
        CHECK(called_for <= 500);  // DESIGN.md: of a box without the floor
        meeting.start_mixer();
        meeting.start(0);
        CHECK(meeting.run_until_true([&] { return meeting.all_joined(); }, 10s));
        begin(meeting);
        CHECK(meeting.box(1).floor() == FloorState::waiting);
        check_all_presses_counted(meeting);
        REQUIRE(meeting.request(Kind::grant, 1));
        meeting.run_for(5s);
        CHECK(meeting.hearing(0).hears_anybody(meeting.now()));
        check_what_always_holds(meeting);
    }
}
