// A call, a test of all points and a full meeting, over links.
#include <algorithm>

#include "tests/catch.h"
#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

SCENARIO("the centre calls a box, and its button answers", "[scenarios]") {
    MeetingSimulation meeting(
        {.seed = seed_or(800), .boxes = 3, .link = "3g-bad", .rung = net::default_rung});
    begin(meeting);
    REQUIRE(meeting.request(Kind::call, 1));
    CHECK(meeting.run_until_true(
        [&] { return meeting.box(1).face().floor_lamp() == board::LampSign::called; }, 5s));
    CHECK(meeting.box(1).said().back() == audio::Prompt::called);
    meeting.press(1);
    CHECK(meeting.run_until_true(
        [&] { return !meeting.mixer().status(meeting.now()).boxes[1].called; }, 5s));
    CHECK(meeting.box(1).floor() == FloorState::idle);
    CHECK(meeting.mixer().notes().back().what == mixer::MeetingNote::What::call_answered);
    WHEN("nobody comes") {
        REQUIRE(meeting.request(Kind::call, 2));
        meeting.run_for(70s);
        THEN("it rang several times, and is quiet again") {
            CHECK(std::ranges::count(meeting.box(2).said(), audio::Prompt::called) >= 5);
            CHECK(meeting.box(2).face().floor_lamp() == board::LampSign::off);
        }
    }
    check_what_always_holds(meeting);
    check_all_presses_counted(meeting);
}

SCENARIO("all points are tested before the meeting, within a minute", "[scenarios]") {
    for (const char* link : {"clean", "3g-bad", "vsat"}) {
        INFO(link);
        MeetingSimulation meeting({.seed = seed_or(810), .boxes = 8, .link = link, .deaf_from = 5});
        begin(meeting);
        meeting.outage(7, 90s);
        meeting.run_for(14s);  // until that is known
        meeting.outage(6, 90s);
        REQUIRE(meeting.request(Kind::self_test));
        meeting.run_for(60s);
        const auto status = meeting.mixer().status(meeting.now());
        CHECK_FALSE(status.self_test_running);
        for (std::size_t box = 0; box < 8; ++box) {
            INFO("box " << box);
            const auto& result = status.boxes[box].self_test;
            using Trouble = net::SelfTestTrouble;
            using State = net::SelfTestState;
            CHECK(result.state == (box < 5 ? State::ok : box < 7 ? State::failed : State::none));
            CHECK(result.trouble == (box < 5    ? Trouble::none
                                     : box == 5 ? Trouble::not_heard
                                     : box == 6 ? Trouble::link_lost
                                                : Trouble::none));
        }
        CHECK(meeting.box(1).said().back() == audio::Prompt::self_test_ok);
        CHECK(meeting.box(5).said().back() == audio::Prompt::self_test_failed);
        check_what_always_holds(meeting);
    }
}

SCENARIO("a meeting that is full says so, and has room again when somebody has gone",
         "[scenarios]") {
    MeetingSimulation meeting({.seed = seed_or(820), .boxes = 3, .max_boxes = 2, .start = false});
    meeting.start(0);
    meeting.start(1);
    CHECK(meeting.run_until_true([&] { return meeting.is_there(0) && meeting.is_there(1); }, 5s));
    meeting.start(2);
    CHECK(meeting.run_until_true([&] { return !meeting.box(2).said().empty(); }, 5s));
    CHECK(meeting.box(2).said() == std::vector{audio::Prompt::meeting_full});
    CHECK(meeting.box(2).face().link_lamp() == board::LampSign::meeting_full);
    const auto row = meeting.mixer().status(meeting.now()).boxes[2];
    CHECK(row.problems == std::vector{net::Problem::meeting_full});
    CHECK(row.presence == net::Presence::never);
    WHEN("one is switched off for a minute and comes back") {
        meeting.kill(1);
        meeting.run_for(60s);
        meeting.start(1);
        THEN("its place was kept") {
            CHECK(meeting.run_until_true([&] { return meeting.is_there(1); }, 5s));
            CHECK_FALSE(meeting.box(2).is_joined());
        }
    }
    WHEN("it stays away for two minutes") {
        meeting.kill(1);
        meeting.run_for(net::MixerSessions::place_kept);
        THEN("another has its place, and it is told when it comes back") {
            CHECK(meeting.run_until_true([&] { return meeting.is_there(2); }, 10s));
            meeting.start(1);
            meeting.run_for(10s);
            CHECK_FALSE(meeting.box(1).is_joined());
            CHECK(meeting.box(1).said().back() == audio::Prompt::meeting_full);
        }
    }
    for (const std::string& violation : meeting.violations())
        FAIL_CHECK(violation);
}
