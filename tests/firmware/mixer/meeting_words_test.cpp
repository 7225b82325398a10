// The chair's words of a meeting that is opened, called together, tested, held and closed.
#include "firmware/mixer/meeting.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/briefing.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;
using What = MeetingNote::What;

SCENARIO("a meeting is opened and closed", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    net::MeetingRequest open;
    open.kind = Kind::open_meeting;
    open.text = "Giao ban tuần 47";
    REQUIRE(briefing.meeting.request(open, briefing.now));
    briefing.pass(90s);
    const auto status = briefing.meeting.status(briefing.now);
    CHECK(status.meeting == net::MeetingInfo{1, "Giao ban tuần 47", true, 90s});
    CHECK(briefing.notes.back() ==
          MeetingNote{.what = What::meeting_opened, .meeting = 1, .text = "Giao ban tuần 47"});
    THEN("it is not opened twice") {
        const auto again = briefing.meeting.request(open, briefing.now);
        REQUIRE_FALSE(again);
        CHECK_THAT(again.error(), Catch::Matchers::ContainsSubstring("Giao ban tuần 47"));
    }
    WHEN("it is closed while people speak, wait, are called and are recorded") {
        REQUIRE(briefing.say(Kind::grant, "An"));
        briefing.press(binh);
        REQUIRE(briefing.say(Kind::call, "Cuc"));
        REQUIRE(briefing.record(true));
        CHECK(briefing.views.at(binh).stay.recording);
        REQUIRE(briefing.say(Kind::close_meeting));
        THEN("all of that has ended, and its end is noted last") {
            CHECK(briefing.open.empty());
            CHECK(briefing.views.at(binh).floor == FloorState::idle);
            CHECK(briefing.views.at(cuc).call == 0);
            CHECK_FALSE(briefing.views.at(binh).stay.recording);
            CHECK(briefing.notes.back().what == What::meeting_closed);
            CHECK(briefing.notes.back().meeting == 1);
            CHECK_FALSE(briefing.meeting.status(briefing.now).meeting.open);
            CHECK_FALSE(briefing.say(Kind::close_meeting));
        }
        THEN("the next has the next number") {
            REQUIRE(briefing.meeting.request(open, briefing.now));
            CHECK(briefing.meeting.status(briefing.now).meeting.id == 2);
        }
    }
    WHEN("the mixing box was restarted and its minutes say that meeting 9 is open") {
        briefing.meeting.resume(9, "Giao ban", briefing.now - 10min, briefing.now);
        THEN("it goes on") {
            CHECK(briefing.meeting.status(briefing.now).meeting ==
                  net::MeetingInfo{9, "Giao ban", true, 600s});
            REQUIRE(briefing.say(Kind::close_meeting));
            REQUIRE(briefing.meeting.request(open, briefing.now));
            CHECK(briefing.meeting.status(briefing.now).meeting.id == 10);
        }
    }
}

TEST_CASE("without a meeting nothing is recorded", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    CHECK_FALSE(briefing.record(true));
    CHECK(briefing.record(false));
    CHECK(briefing.notes.empty());
}

SCENARIO("the centre calls a box", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    REQUIRE(briefing.say(Kind::call, "An"));
    const std::uint32_t call = briefing.views.at(an).call;
    CHECK(call != 0);
    CHECK(briefing.views.at(binh).call == 0);
    CHECK(briefing.row(an).called);
    WHEN("it answers with its button") {
        net::BoxState answering;
        answering.call_answered = call;
        briefing.meeting.told(an, answering, briefing.now);
        THEN("the call is over, and its floor is as before") {
            CHECK(briefing.views.at(an).call == 0);
            CHECK(briefing.views.at(an).floor == FloorState::idle);
            CHECK(briefing.notes.back().what == What::call_answered);
        }
        AND_WHEN("it is called anew, and still says that it answered the call before") {
            REQUIRE(briefing.say(Kind::call, "An"));
            briefing.meeting.told(an, answering, briefing.now);
            THEN("that is no answer") { CHECK(briefing.views.at(an).call != 0); }
        }
    }
    WHEN("nobody answers for a minute") {
        briefing.pass(CallDesk::rings_for);
        THEN("it ends") {
            CHECK(briefing.views.at(an).call == 0);
            CHECK(briefing.notes.back().what == What::call_ended);
        }
    }
    WHEN("the chair ends it") {
        REQUIRE(briefing.say(Kind::end_call, "An"));
        CHECK(briefing.views.at(an).call == 0);
        CHECK_FALSE(briefing.say(Kind::end_call, "An"));
    }
    WHEN("it is given the floor") {
        REQUIRE(briefing.say(Kind::grant, "An"));
        THEN("it need not be called any more") {
            CHECK(briefing.views.at(an).call == 0);
            CHECK_FALSE(briefing.say(Kind::call, "An"));
        }
    }
    THEN("who is not there cannot be called") {
        briefing.meeting.lost(cuc, briefing.now);
        CHECK_FALSE(briefing.say(Kind::call, "Cuc"));
        CHECK_FALSE(briefing.say(Kind::call, "nobody"));
    }
}

SCENARIO("all points are tested before the meeting", "[mixer]") {
    using State = net::SelfTestState;
    using Trouble = net::SelfTestTrouble;
    Briefing briefing;
    CHECK_FALSE(briefing.say(Kind::self_test));
    for (const BoxId box : {chair, an, binh})
        briefing.meeting.joined(box, briefing.now);
    REQUIRE(briefing.say(Kind::grant, "Chair"));
    REQUIRE(briefing.say(Kind::self_test));
    const std::uint32_t test = briefing.views.at(an).self_test;
    CHECK(test != 0);
    CHECK(briefing.row(an).self_test.state == State::running);
    CHECK(briefing.row(cuc).self_test.state == State::none);
    THEN("who speaks is not interrupted for it") {
        CHECK(briefing.views.at(chair).self_test == 0);
        CHECK(briefing.row(chair).self_test.trouble == Trouble::speaks);
    }
    THEN("there is one at a time") { CHECK_FALSE(briefing.say(Kind::self_test)); }
    WHEN("one is well, and the other's microphone hears nothing") {
        briefing.tested(an, {test, State::running, Trouble::none});
        CHECK(briefing.row(an).self_test.state == State::running);
        briefing.tested(an, {test, State::ok, Trouble::none});
        CHECK(briefing.views.at(an).self_test == 0);
        CHECK(briefing.meeting.status(briefing.now).self_test_running);
        briefing.tested(binh, {test, State::failed, Trouble::not_heard});
        THEN("the round is over, and both stand in the table") {
            CHECK_FALSE(briefing.meeting.status(briefing.now).self_test_running);
            CHECK(briefing.row(an).self_test.state == State::ok);
            CHECK(briefing.row(binh).self_test.trouble == Trouble::not_heard);
            CHECK(briefing.notes.back().what == What::self_test_ended);
            CHECK(briefing.notes.back().text == "1 well, 2 failed");
        }
        THEN("an old result is not taken for that of the next round") {
            REQUIRE(briefing.say(Kind::self_test));
            briefing.tested(an, {test, State::ok, Trouble::none});
            CHECK(briefing.row(an).self_test.state == State::running);
        }
    }
    WHEN("one does not answer and the other is cut off") {
        briefing.meeting.lost(binh, briefing.now);
        briefing.pass(60s);
        THEN("within a minute there is a result for each") {
            CHECK_FALSE(briefing.meeting.status(briefing.now).self_test_running);
            CHECK(briefing.row(an).self_test ==
                  net::SelfTestResult{test, State::failed, Trouble::no_answer});
            CHECK(briefing.row(binh).self_test.trouble == Trouble::link_lost);
            CHECK(briefing.views.at(an).self_test == 0);
        }
    }
}

SCENARIO("the chair's other words reach the floor", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    briefing.press(an);
    briefing.pass(5s);
    briefing.press(binh);
    briefing.pass(5s);
    REQUIRE(briefing.say(Kind::to_replies, "Binh"));
    CHECK(briefing.views.at(binh).reply);
    CHECK(briefing.views.at(binh).place == 1);
    CHECK(briefing.views.at(an).queue_length == 2);
    CHECK(briefing.meeting.status(briefing.now).replies == std::vector{binh});
    CHECK(briefing.row(binh).reply);
    CHECK(briefing.row(binh).waited == 5s);
    CHECK(briefing.row(an).waited == 10s);
    CHECK_FALSE(briefing.row(cuc).waited);
    REQUIRE(briefing.say(Kind::hold));
    CHECK(briefing.views.at(cuc).held);
    CHECK(briefing.meeting.status(briefing.now).held);
    REQUIRE(briefing.say(Kind::unhold));
    REQUIRE(briefing.say(Kind::grant_next));
    CHECK(briefing.open == std::set{binh});
    net::MeetingRequest more;
    more.kind = Kind::more_time;
    more.name = "Binh";
    more.seconds = 120s;
    REQUIRE(briefing.meeting.request(more, briefing.now));
    CHECK(briefing.views.at(binh).floor_ends == briefing.now + 180s);
    REQUIRE(briefing.say(Kind::mute_all));
    CHECK(briefing.views.at(an).floor == FloorState::muted);
    CHECK(briefing.open.empty());
    REQUIRE(briefing.say(Kind::unmute_all));
    CHECK(briefing.views.at(an).floor == FloorState::idle);
    more.room = RoomId{9};
    more.kind = Kind::hold;
    const auto nowhere = briefing.meeting.request(more, briefing.now);
    REQUIRE_FALSE(nowhere);
    CHECK_THAT(nowhere.error(), Catch::Matchers::ContainsSubstring("no room 9"));
}

TEST_CASE("a box that was not let in stands in the table with the reason, for a while", "[mixer]") {
    Briefing briefing;
    briefing.meeting.turned_away("An", net::RefusalReason::full, briefing.now);
    briefing.meeting.turned_away("nobody", net::RefusalReason::full, briefing.now);
    CHECK(briefing.row(an).problems == std::vector{net::Problem::meeting_full});
    briefing.meeting.turned_away("An", net::RefusalReason::card_used_by_another_box, briefing.now);
    CHECK(briefing.row(an).problems == std::vector{net::Problem::not_let_in});
    briefing.pass(Meeting::refusal_shown);
    CHECK(briefing.row(an).problems.empty());
    briefing.meeting.turned_away("An", net::RefusalReason::full, briefing.now);
    briefing.meeting.joined(an, briefing.now);
    CHECK(briefing.row(an).problems.empty());
}

TEST_CASE("a mixing box that was restarted finds the replies again, before the queue", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    briefing.told(an, FloorState::waiting, 1);
    briefing.told(binh, FloorState::waiting, 1, true);
    briefing.pass(FloorRecovery::window + 1s);
    CHECK(briefing.views.at(binh).reply);
    CHECK_FALSE(briefing.views.at(an).reply);
    CHECK(briefing.views.at(an).place == 1);
}

}  // namespace giaoban::mixer
