#include "firmware/mixer/meeting.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/briefing.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;
SCENARIO("a press, a grant and a word", "[mixer]") {
    GIVEN("a meeting with everybody there") {
        Briefing briefing;
        briefing.all_join();
        CHECK(briefing.views.at(an).connected == 4);
        CHECK(briefing.views.at(an).chair_present);
        CHECK(briefing.views.at(chair).role == Role::chair);
        CHECK(briefing.open.empty());

        WHEN("two ask for the floor") {
            briefing.press(binh);
            briefing.press(an);
            THEN("they are told their places, and no microphone is open") {
                CHECK(briefing.views.at(binh).floor == FloorState::waiting);
                CHECK(briefing.views.at(binh).place == 1);
                CHECK(briefing.views.at(an).place == 2);
                CHECK(briefing.views.at(cuc).queue_length == 2);
                CHECK(briefing.open.empty());
            }
            AND_WHEN("the chair calls the next") {
                REQUIRE(briefing.say(Kind::grant_next).has_value());
                THEN("the first one's microphone is open, with its time, and all know who speaks") {
                    CHECK(briefing.open == std::set{binh});
                    CHECK(briefing.views.at(binh).floor == FloorState::speaking);
                    CHECK(briefing.views.at(binh).floor_ends == briefing.now + 60s);
                    CHECK(briefing.views.at(cuc).speakers == std::vector<std::string>{"Binh"});
                    CHECK(briefing.views.at(an).place == 1);
                    CHECK(briefing.meeting.is_heard(binh, briefing.now));
                    CHECK_FALSE(briefing.meeting.is_heard(an, briefing.now));
                }
                AND_WHEN("it gives the floor up") {
                    briefing.pass(5s);
                    briefing.press(binh);
                    THEN("what it said is still heard to its end") {
                        CHECK(briefing.open.empty());
                        CHECK(briefing.closings.at(binh) == audio::Closing::drain);
                        CHECK(briefing.meeting.is_heard(binh, briefing.now + 1s));
                        CHECK_FALSE(briefing.meeting.is_heard(binh, briefing.now + 2s));
                    }
                }
                AND_WHEN("the chair mutes it") {
                    REQUIRE(briefing.say(Kind::mute, "Binh").has_value());
                    THEN("it is cut at once") {
                        CHECK(briefing.closings.at(binh) == audio::Closing::now);
                        CHECK_FALSE(briefing.meeting.is_heard(binh, briefing.now));
                        CHECK(briefing.views.at(binh).floor == FloorState::muted);
                    }
                }
                AND_WHEN("the chair gives the floor to another") {
                    REQUIRE(briefing.say(Kind::grant, "Cuc").has_value());
                    THEN("only that one's microphone is open") {
                        CHECK(briefing.open == std::set{cuc});
                        CHECK(briefing.closings.at(binh) == audio::Closing::now);
                    }
                }
                AND_WHEN("its time is over") {
                    briefing.pass(51s);
                    CHECK(briefing.views.at(binh).warned);
                    briefing.pass(10s);
                    THEN("its microphone is closed") { CHECK(briefing.open.empty()); }
                }
            }
        }
    }
}

SCENARIO("a view is told only when it is another", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    briefing.press(an);
    const int before = briefing.shown;
    briefing.press(an);  // waits already
    briefing.pass(3s);
    CHECK(briefing.shown == before);
    REQUIRE(briefing.say(Kind::grant, "An").has_value());
    const int granted = briefing.shown;
    briefing.pass(20s);  // its time runs, and its end stays where it is
    CHECK(briefing.shown == granted);
}

SCENARIO("a box that drops out keeps its floor for a while", "[mixer]") {
    GIVEN("a speaker whose link is lost") {
        Briefing briefing;
        briefing.all_join();
        REQUIRE(briefing.say(Kind::grant, "An").has_value());
        briefing.meeting.lost(an, briefing.now);
        CHECK(briefing.views.at(binh).connected == 3);
        WHEN("it is back within the grace") {
            briefing.pass(10s);
            briefing.meeting.returned(an, briefing.now);
            THEN("it speaks on, its microphone was open all the time") {
                CHECK(briefing.open == std::set{an});
                CHECK(briefing.closings.empty());
            }
        }
        WHEN("it stays away for longer") {
            briefing.pass(21s);
            CHECK(briefing.open.empty());
            briefing.pass(300s);
            THEN("it comes anew, idle, and is in the meeting again") {
                briefing.meeting.returned(an, briefing.now);
                CHECK(briefing.views.at(an).floor == FloorState::idle);
                CHECK(briefing.meeting.is_joined(an));
                briefing.press(an);
                CHECK(briefing.views.at(an).floor == FloorState::waiting);
            }
        }
    }
}

SCENARIO("a mixing box that was restarted finds the queue again", "[mixer]") {
    for (const QueueGrants grants : {QueueGrants::chair, QueueGrants::automatic}) {
        Briefing briefing(grants);
        briefing.all_join();
        briefing.told(an, FloorState::waiting, 1);
        briefing.told(binh, FloorState::speaking, 0);
        briefing.told(cuc, FloorState::muted, 0);
        briefing.told(chair, FloorState::speaking, 0);
        CHECK(briefing.open.empty());
        briefing.pass(FloorRecovery::window + 1s);
        CHECK(briefing.views.at(cuc).floor == FloorState::muted);
        if (grants == QueueGrants::chair) {
            CHECK(briefing.open.empty());
            CHECK(briefing.views.at(binh).place == 1);
            CHECK(briefing.views.at(an).place == 2);
        } else {
            CHECK(briefing.open == std::set{binh});
            CHECK(briefing.views.at(an).place == 1);
        }
    }
}

SCENARIO("a press within the first seconds after a restart is not undone by what was before",
         "[mixer]") {
    Briefing briefing(QueueGrants::automatic);
    briefing.all_join();
    briefing.told(an, FloorState::waiting, 1);
    briefing.press(an);
    CHECK(briefing.open == std::set{an});
    briefing.pass(10s);
    CHECK(briefing.open == std::set{an});
}

SCENARIO("what cannot be done is answered with a sentence", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    const auto nobody = briefing.say(Kind::grant, "Dung");
    REQUIRE_FALSE(nobody.has_value());
    CHECK_THAT(nobody.error(), Catch::Matchers::ContainsSubstring("Dung"));
    CHECK_FALSE(briefing.say(Kind::grant_next).has_value());
    net::MeetingRequest many;
    many.kind = Kind::set_policy;
    many.policy = FloorPolicy::open;
    many.open_microphones = 500;
    const auto refused = briefing.meeting.request(many, briefing.now);
    REQUIRE_FALSE(refused.has_value());
    CHECK(briefing.meeting.status(briefing.now).policy == FloorPolicy::queue);
}

SCENARIO("boxes come and go on the roster while the meeting is on", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    REQUIRE(briefing.say(Kind::grant, "An").has_value());
    briefing.meeting.strike(an, briefing.now);
    CHECK(briefing.open.empty());
    CHECK(briefing.views.at(binh).enrolled == 3);
    CHECK(briefing.views.at(binh).connected == 3);
    briefing.meeting.enroll(BoxId{9}, "Dung", Role::member, briefing.now);
    briefing.meeting.joined(BoxId{9}, briefing.now);
    CHECK(briefing.views.at(binh).enrolled == 4);
    CHECK(briefing.views.at(BoxId{9}).connected == 4);
    // Of nobody that it knows: nothing happens.
    briefing.meeting.joined(BoxId{77}, briefing.now);
    briefing.meeting.presses(BoxId{77}, 1, 1, briefing.now);
    briefing.meeting.lost(BoxId{77}, briefing.now);
    CHECK(briefing.meeting.status(briefing.now).boxes.size() == 4);
}

SCENARIO("the status is the whole table", "[mixer]") {
    Briefing briefing;
    briefing.meeting.joined(an, briefing.now);
    briefing.meeting.joined(chair, briefing.now);
    briefing.press(an);
    briefing.pass(7s);
    briefing.meeting.lost(chair, briefing.now);
    const auto status = briefing.meeting.status(briefing.now);
    REQUIRE(status.boxes.size() == 4);
    CHECK(status.uptime == 7s);
    CHECK(status.queue == std::vector{an});
    CHECK(status.boxes[0].presence == net::Presence::lost);
    CHECK(status.boxes[0].role == Role::chair);
    CHECK(status.boxes[1].presence == net::Presence::joined);
    CHECK(status.boxes[1].in_presence == 7s);
    CHECK(status.boxes[1].floor == FloorState::waiting);
    CHECK(status.boxes[1].place == 1);
    CHECK(status.boxes[2].presence == net::Presence::never);
}

TEST_CASE("a box is told its rungs, and they stand in the status", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    briefing.meeting.set_rungs(an, net::RungIndex{7}, net::RungIndex{3}, briefing.now);
    CHECK(briefing.views.at(an).uplink_rung == 7);
    CHECK(briefing.views.at(an).downlink_rung == 3);
    CHECK(briefing.views.at(binh).uplink_rung == 0);
    for (const net::BoxRow& row : briefing.meeting.status(briefing.now).boxes) {
        CHECK(row.uplink_rung == (row.box == an ? 7 : 0));
        CHECK(row.downlink_rung == (row.box == an ? 3 : 0));
    }
}

}  // namespace giaoban::mixer
