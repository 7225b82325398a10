#include "firmware/mixer/meeting_memory.h"
#include "tests/firmware/mixer/briefing.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;
using What = MeetingNote::What;

namespace {

/// What a box says first to a mixing box that was restarted.
void says(Briefing& briefing, BoxId box, std::optional<Milliseconds> told_ago,
          FloorState seen = FloorState::idle, std::optional<Milliseconds> left = {}) {
    net::BoxState state;
    state.told_ago = told_ago;
    state.floor_seen = seen;
    state.floor_left = left;
    briefing.meeting.told(box, state, briefing.now);
    briefing.meeting.joined(box, briefing.now);
}

bool noted(const Briefing& briefing, What what) {
    return std::ranges::any_of(briefing.notes,
                               [what](const MeetingNote& note) { return note.what == what; });
}

/// An open meeting in which An speaks, Bình waits, and everything that the chair can set is set.
MeetingMemory of_busy_meeting() {
    Briefing before;
    before.all_join();
    net::MeetingRequest words;
    words.kind = Kind::open_meeting;
    words.text = "Giao ban";
    REQUIRE(before.meeting.request(words, before.now));
    words.kind = Kind::set_time_limit;
    words.seconds = 120s;
    REQUIRE(before.meeting.request(words, before.now));
    REQUIRE(before.say(Kind::grant, "An"));
    before.press(binh);
    REQUIRE(before.say(Kind::mute, "Cuc"));
    REQUIRE(before.say(Kind::hold));
    REQUIRE(before.record(true));
    return before.memory;
}

}  // namespace

SCENARIO("a meeting goes on when a box was told of it a moment ago", "[mixer]") {
    const MeetingMemory past = of_busy_meeting();
    Briefing briefing;
    briefing.meeting.recall(past, briefing.now);
    briefing.meeting.resume(9, "Giao ban", briefing.now - 10min, briefing.now);
    CHECK(briefing.notes.back().what == What::restarted);
    const auto status = [&briefing] { return briefing.meeting.status(briefing.now); };
    GIVEN("nobody has come yet") {
        THEN("it is run as the chair had set it, nobody is live, and it is not remembered so") {
            CHECK(status().time_limit == 120s);
            CHECK(status().held);
            CHECK(briefing.open.empty());
            CHECK_FALSE(status().recording);
            CHECK(briefing.memory == MeetingMemory{});
        }
    }
    GIVEN("who waited is the first back, 3 s after it was told last") {
        says(briefing, binh, 3s, FloorState::waiting);
        THEN("floor, queue, mutes and recording are as they were, before the others are back") {
            CHECK(briefing.gone_on_with == past);
            CHECK(briefing.open == std::set{an});
            CHECK(status().speakers == std::vector{an});
            CHECK(status().queue == std::vector{binh});
            CHECK(status().recording);
            CHECK(noted(briefing, What::went_on));
            CHECK(briefing.views.at(binh).place == 1);
            CHECK(briefing.row(an).presence == net::Presence::lost);
            briefing.meeting.joined(cuc, briefing.now);
            CHECK(briefing.views.at(cuc).floor == FloorState::muted);
        }
        THEN("who speaks has the time that it says it had left") {
            says(briefing, an, 2900ms, FloorState::speaking, 41s);
            CHECK(briefing.views.at(an).floor == FloorState::speaking);
            CHECK(briefing.row(an).time_left == 41s);
        }
        THEN("who is not back within the grace since it was told loses the floor") {
            briefing.pass(16s);
            CHECK(briefing.open == std::set{an});
            briefing.pass(1s);
            CHECK(briefing.open.empty());
        }
        THEN("who is not back with the others stands in the minutes as lost") {
            briefing.events.clear();
            briefing.pass(FloorRecovery::window);
            CHECK(std::ranges::count(briefing.events, net::FloorEvent::What::lost) == 3);
        }
        THEN("it is remembered as it is, and goes on once more") {
            Briefing third;
            third.meeting.recall(briefing.memory, third.now);
            says(third, cuc, 19s);
            CHECK(third.open == std::set{an});
        }
    }
    GIVEN("boxes that were told longer ago than the grace, or were started again themselves") {
        says(briefing, binh, 20001ms, FloorState::waiting);
        says(briefing, an, 12h, FloorState::speaking, 41s);
        says(briefing, cuc, std::nullopt);
        THEN("nobody is live; after a while who spoke is the first in the queue") {
            CHECK(briefing.open.empty());
            CHECK_FALSE(briefing.gone_on_with);
            briefing.pass(FloorRecovery::window);
            CHECK(briefing.open.empty());
            CHECK(status().queue == std::vector{an, binh});
            CHECK_FALSE(status().recording);
            CHECK(noted(briefing, What::began_anew));
            CHECK(briefing.memory.rooms.front().floor.waiting.size() == 2);
            AND_THEN("a late word changes nothing any more") {
                says(briefing, chair, 1s);
                CHECK(briefing.open.empty());
            }
        }
    }
}

SCENARIO("without an open meeting the policy of mixer.toml counts until a box bears witness",
         "[mixer]") {
    Briefing before;
    before.all_join();
    REQUIRE(before.say(Kind::hold));
    Briefing briefing;
    briefing.meeting.recall(before.memory, briefing.now);
    CHECK_FALSE(briefing.meeting.status(briefing.now).held);
    says(briefing, an, 1s);
    CHECK(briefing.meeting.status(briefing.now).held);
    CHECK_FALSE(noted(briefing, What::went_on));
}

SCENARIO("private rooms are there from the start, with those who were in them", "[mixer]") {
    Briefing before;
    before.all_join();
    net::MeetingRequest room;
    room.kind = Kind::open_room;
    room.text = "Tiếp dân";
    room.names = {"An", "Binh"};
    room.policy = FloorPolicy::open;
    REQUIRE(before.meeting.request(room, before.now));
    before.press(an);
    const std::uint32_t visit = before.places.at(an).second;
    Briefing briefing;
    briefing.meeting.recall(before.memory, briefing.now);
    const auto rows = briefing.meeting.status(briefing.now).rooms;
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().title == "Tiếp dân");
    CHECK(rows.front().policy == FloorPolicy::open);
    CHECK(rows.front().boxes == std::vector{an, binh});
    CHECK(briefing.places.at(an) == std::pair{RoomId{1}, visit});
    GIVEN("a box that was started again and does not know where it was") {
        says(briefing, binh, std::nullopt);
        THEN("it is not among all by mistake") {
            CHECK(briefing.views.at(binh).stay.room == RoomId{1});
            CHECK(briefing.open.empty());
        }
    }
    GIVEN("a box that was told a moment ago") {
        says(briefing, cuc, 1s);
        THEN("who spoke in the room speaks there") {
            CHECK(briefing.open == std::set{an});
            CHECK(briefing.meeting.status(briefing.now).speakers.empty());
        }
    }
    GIVEN("the chair closes the room before anybody is back") {
        net::MeetingRequest close;
        close.kind = Kind::close_room;
        close.room = RoomId{1};
        REQUIRE(briefing.meeting.request(close, briefing.now));
        says(briefing, cuc, 1s);
        THEN("it stays closed, and nobody is live") {
            CHECK(briefing.rooms.empty());
            CHECK(briefing.open.empty());
            CHECK(briefing.row(an).room == plenary);
        }
    }
}

TEST_CASE("a box that is off the roster after the restart is left out", "[mixer]") {
    MeetingMemory past = of_busy_meeting();
    past.boxes.push_back(
        {.box = BoxId{99}, .room = plenary, .visit = 7, .here = true, .counted = {}});
    past.rooms.front().floor.speakers.front().box = BoxId{99};
    Briefing briefing;
    briefing.meeting.recall(past, briefing.now);
    says(briefing, chair, 1s);
    CHECK(briefing.open.empty());
    CHECK(briefing.meeting.status(briefing.now).queue == std::vector{binh});
}

}  // namespace giaoban::mixer
