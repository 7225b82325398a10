#include <chrono>

#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

SCENARIO("a queue meeting on clean links: every word of every speaker is heard by all others",
         "[scenarios]") {
    MeetingSimulation meeting({.seed = seed_or(1), .boxes = 6, .link = "clean"});
    begin(meeting);
    GIVEN("two who have asked for the floor") {
        meeting.press(1);
        meeting.run_for(500ms);
        meeting.press(2);
        meeting.run_for(500ms);
        CHECK(meeting.box(1).place() == 1);
        CHECK(meeting.box(2).place() == 2);
        WHEN("the chair calls one after the other, and each gives up the floor by the button") {
            for (std::size_t speaker = 1; speaker <= 2; ++speaker) {
                REQUIRE(meeting.request(Kind::grant_next));
                meeting.run_for(10s);
                CHECK(meeting.speaks(speaker));
                meeting.press(speaker);
                meeting.run_for(3s);
                CHECK_FALSE(meeting.speaks(speaker));
            }
            THEN(
                "each was heard to the last frame, in order, without a gap, by all and not by "
                "itself") {
                INFO(meeting.account());
                REQUIRE(meeting.turns().all().size() == 2);
                for (std::size_t turn = 0; turn < 2; ++turn) {
                    const Worst worst = worst_of(meeting, turn);
                    // Time stretching may leave out three quarters of one frame in a fade.
                    CHECK(worst.heard >= 0.998);
                    CHECK(worst.gap <= 1);
                    CHECK(worst.silence <= 20ms);
                    // 60 ms to fill a frame at each end; at each, a round trip, a frame and two ticks to ask for
                    // what may be lost, since nobody answers who only listens.
                    CHECK(worst.delay < 420ms);
                }
                check_what_always_holds(meeting);
                check_all_presses_counted(meeting);
            }
        }
        WHEN("the chair hands the floor over while somebody speaks") {
            REQUIRE(meeting.request(Kind::grant_next));
            meeting.run_for(5s);
            REQUIRE(meeting.request(Kind::grant_next));
            meeting.run_for(5s);
            THEN("there is one speaker at a time, and the second is heard whole") {
                INFO(meeting.account());
                CHECK_FALSE(meeting.speaks(1));
                CHECK(meeting.speaks(2));
                CHECK(meeting.box(1).floor() == FloorState::idle);
                REQUIRE(meeting.turns().all().size() == 2);
                CHECK(worst_of(meeting, 1).gap <= 1);
                check_what_always_holds(meeting);
            }
        }
    }
    GIVEN("a member who speaks") {
        REQUIRE(meeting.request(Kind::grant, 3));
        meeting.run_for(3s);
        WHEN("the chair speaks as well") {
            meeting.press(0);
            meeting.run_for(5s);
            THEN("all others hear both at once, and each of the two the other") {
                INFO(meeting.account());
                CHECK(meeting.speaks(0));
                CHECK(meeting.speaks(3));
                // 5 s of blocks of 5 ms, less what is under way, and those in which both go on by a frame.
                CHECK(meeting.hearing(1).together() > 700);
                CHECK(meeting.hearing(0).together() == 0);
                CHECK(meeting.hearing(3).together() == 0);
                CHECK(meeting.hearing(3).of(1) != nullptr);
                CHECK(meeting.hearing(0).of(0)->last > 240);
                check_what_always_holds(meeting);
            }
            AND_WHEN("the chair takes the floor by a long press") {
                meeting.press_long(0);
                meeting.run_for(1s);
                THEN("the member is silent, and its box says that the floor was taken") {
                    CHECK(meeting.speaks(0));
                    CHECK_FALSE(meeting.speaks(3));
                    REQUIRE_FALSE(meeting.box(3).said().empty());
                    CHECK(meeting.box(3).said().back() == audio::Prompt::floor_taken);
                    check_what_always_holds(meeting);
                    check_all_presses_counted(meeting);
                }
            }
        }
    }
}

SCENARIO("twenty boxes on bad links hold a queue meeting", "[scenarios]") {
    net::FloorSettings floor;
    floor.queue_grants = QueueGrants::automatic;
    MeetingSimulation meeting({.seed = seed_or(2), .boxes = 20, .link = "3g-bad", .floor = floor});
    begin(meeting);
    WHEN(
        "nineteen press in the same instant, and each speaks for ten seconds when its turn comes") {
        for (std::size_t i = 1; i < 20; ++i)
            meeting.press(i);
        meeting.run_for(2s);
        for (int turn = 0; turn < 19; ++turn) {
            REQUIRE(meeting.mixer().open().size() == 1);
            const std::size_t speaker = number_of(meeting.mixer().open().front()) - 1U;
            meeting.run_for(10s);
            CHECK(meeting.speaks(speaker));
            meeting.press(speaker);
            CHECK(meeting.run_until_true([&] { return !meeting.speaks(speaker); }, 3s));
            meeting.run_for(2s);
        }
        meeting.run_for(5s);
        THEN("everybody had one turn, was heard by all, and no press was lost or counted twice") {
            INFO(meeting.account());
            CHECK(meeting.mixer().open().empty());
            REQUIRE(meeting.turns().all().size() == 19);
            std::vector<int> turns(20);
            for (std::size_t turn = 0; turn < 19; ++turn) {
                ++turns[meeting.turns().all()[turn].box];
                const Worst worst = worst_of(meeting, turn);
                CHECK(worst.by_all);
                CHECK(worst.heard > 0.93);
            }
            CHECK(std::count(turns.begin(), turns.end(), 1) == 19);
            check_what_always_holds(meeting);
            check_all_presses_counted(meeting);
        }
    }
}
