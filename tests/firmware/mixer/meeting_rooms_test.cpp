// Private rooms: who is where, who may speak there, and what each is told.
#include "firmware/mixer/meeting.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/briefing.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;

namespace {

Expected<void, std::string> open_room(Briefing& briefing, std::vector<std::string> names,
                                      FloorPolicy policy = FloorPolicy::open,
                                      std::string title = "Tiếp công dân") {
    net::MeetingRequest request;
    request.kind = Kind::open_room;
    request.names = std::move(names);
    request.text = std::move(title);
    request.policy = policy;
    return briefing.meeting.request(request, briefing.now);
}

Expected<void, std::string> in_room(Briefing& briefing, Kind kind, RoomId room,
                                    std::string name = {}) {
    net::MeetingRequest request;
    request.kind = kind;
    request.room = room;
    request.name = std::move(name);
    return briefing.meeting.request(request, briefing.now);
}

}  // namespace

SCENARIO("two boxes are brought into a private room", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    REQUIRE(briefing.say(Kind::grant, "An"));
    briefing.press(binh);
    REQUIRE(open_room(briefing, {"An", "Binh"}));
    const RoomId room{1};
    THEN("both have left the plenary's floor and queue, and are told where they are") {
        CHECK(briefing.open.empty());
        CHECK(briefing.closings.at(an) == audio::Closing::now);
        CHECK(briefing.meeting.status(briefing.now).queue.empty());
        for (const BoxId box : {an, binh}) {
            CHECK(briefing.views.at(box).stay.room == room);
            CHECK(briefing.views.at(box).stay.title == "Tiếp công dân");
            CHECK(briefing.views.at(box).stay.visit == briefing.places.at(box).second);
            CHECK(briefing.views.at(box).stay.from == 480'000U);
            CHECK(briefing.views.at(box).policy == FloorPolicy::open);
            CHECK(briefing.views.at(box).connected == 2);
            CHECK_FALSE(briefing.views.at(box).chair_present);
            CHECK(briefing.row(box).room == room);
        }
        CHECK(briefing.views.at(an).stay.visit != briefing.views.at(binh).stay.visit);
        CHECK(briefing.views.at(cuc).connected == 2);
    }
    WHEN("all speak") {
        briefing.press(an);
        briefing.press(binh);
        REQUIRE(briefing.say(Kind::grant, "Cuc"));
        THEN("each room has its own floor, and nobody is told who speaks elsewhere") {
            CHECK(briefing.open == std::set{an, binh, cuc});
            CHECK(briefing.views.at(an).speakers == std::vector<std::string>{"An", "Binh"});
            CHECK(briefing.views.at(cuc).speakers == std::vector<std::string>{"Cuc"});
            CHECK(briefing.views.at(chair).speaking == 1);
            const auto status = briefing.meeting.status(briefing.now);
            CHECK(status.speakers == std::vector{cuc});
            REQUIRE(status.rooms.size() == 1);
            CHECK(status.rooms[0].boxes == std::vector{an, binh});
            CHECK(status.rooms[0].speakers == std::vector{an, binh});
        }
        THEN("words about a box are said in its room, others in the one that is named") {
            REQUIRE(briefing.say(Kind::mute, "An"));
            CHECK(briefing.views.at(an).floor == FloorState::muted);
            REQUIRE(in_room(briefing, Kind::mute_all, room));
            CHECK(briefing.views.at(binh).floor == FloorState::muted);
            CHECK(briefing.views.at(cuc).floor == FloorState::speaking);
        }
        AND_WHEN("the room is closed") {
            REQUIRE(in_room(briefing, Kind::close_room, room));
            THEN("they are back among all, and do not speak there") {
                CHECK(briefing.open == std::set{cuc});
                CHECK(briefing.rooms.empty());
                CHECK(briefing.views.at(an).stay.room == plenary);
                CHECK(briefing.views.at(an).floor == FloorState::idle);
                CHECK(briefing.views.at(an).connected == 4);
                CHECK(briefing.meeting.status(briefing.now).rooms.empty());
                CHECK(briefing.notes.back().what == MeetingNote::What::room_closed);
            }
            THEN("its number is not given again") {
                REQUIRE(open_room(briefing, {"An"}));
                CHECK(briefing.row(an).room == RoomId{2});
            }
        }
        AND_WHEN("one of them is moved back") {
            REQUIRE(in_room(briefing, Kind::move_to_room, plenary, "An"));
            THEN("the other stays, and speaks on") {
                CHECK(briefing.open == std::set{binh, cuc});
                CHECK(briefing.views.at(binh).connected == 1);
            }
        }
    }
    WHEN("one of them is cut off for long") {
        briefing.meeting.lost(an, briefing.now);
        briefing.pass(10min);
        briefing.meeting.returned(an, briefing.now);
        THEN("it comes back into its room") {
            CHECK(briefing.views.at(an).stay.room == room);
            briefing.press(an);
            CHECK(briefing.open == std::set{an});
        }
    }
    WHEN("the room is closed while one is cut off") {
        briefing.meeting.lost(an, briefing.now);
        REQUIRE(in_room(briefing, Kind::close_room, room));
        THEN("it comes back among all") {
            briefing.meeting.returned(an, briefing.now);
            CHECK(briefing.views.at(an).stay.room == plenary);
            CHECK(briefing.views.at(binh).connected == 4);
        }
    }
    WHEN("a box of the room is struck off the roster while it speaks") {
        briefing.press(an);
        briefing.meeting.strike(an, briefing.now);
        THEN("its microphone is closed there") { CHECK(briefing.open.empty()); }
    }
}

SCENARIO("what makes no sense of rooms is refused in words", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    CHECK_FALSE(open_room(briefing, {}));
    CHECK_FALSE(open_room(briefing, {"nobody"}));
    CHECK_FALSE(open_room(briefing, {"An"}, FloorPolicy::open, std::string(65, 'x')));
    CHECK(briefing.rooms.empty());
    REQUIRE(open_room(briefing, {"An"}));
    const auto twice = open_room(briefing, {"An"});
    REQUIRE_FALSE(twice);
    CHECK_THAT(twice.error(), Catch::Matchers::ContainsSubstring("another private room"));
    CHECK_FALSE(in_room(briefing, Kind::close_room, plenary));
    CHECK_FALSE(in_room(briefing, Kind::close_room, RoomId{9}));
    CHECK_FALSE(in_room(briefing, Kind::move_to_room, RoomId{9}, "Binh"));
    net::MeetingRequest many;
    many.kind = Kind::set_policy;
    many.room = RoomId{1};
    many.policy = FloorPolicy::open;
    many.open_microphones = Meeting::most_private_microphones + 1;
    CHECK_FALSE(briefing.meeting.request(many, briefing.now));
    THEN("there are no more private rooms than there may be") {
        for (std::uint16_t i = 10; i < 10 + net::max_private_rooms; ++i) {
            const std::string name = "Box " + std::to_string(i);
            briefing.meeting.enroll(BoxId{i}, name, Role::member, briefing.now);
            briefing.meeting.joined(BoxId{i}, briefing.now);
            const bool room_left = i < 10 + net::max_private_rooms - 1;
            CHECK(open_room(briefing, {name}).has_value() == room_left);
        }
    }
}

TEST_CASE("a private room is not recorded until that is asked for, and for itself", "[mixer]") {
    Briefing briefing;
    briefing.all_join();
    REQUIRE(briefing.say(Kind::open_meeting));
    REQUIRE(briefing.record(true));
    REQUIRE(open_room(briefing, {"An", "Binh"}));
    CHECK_FALSE(briefing.views.at(an).stay.recording);
    CHECK(briefing.views.at(cuc).stay.recording);
    net::MeetingRequest on;
    on.kind = Kind::record;
    on.room = RoomId{1};
    on.on = true;
    REQUIRE(briefing.meeting.request(on, briefing.now));
    CHECK(briefing.views.at(an).stay.recording);
    CHECK(briefing.notes.back() == MeetingNote{.what = MeetingNote::What::recording_on,
                                               .room = RoomId{1},
                                               .box = no_box,
                                               .meeting = 1,
                                               .text = {}});
    REQUIRE(briefing.say(Kind::close_meeting));
    CHECK(briefing.views.at(an).stay.room == plenary);
    CHECK_FALSE(briefing.views.at(an).stay.recording);
}

SCENARIO("a mixing box that was restarted finds the private rooms again", "[mixer]") {
    Briefing briefing;
    net::BoxState apart;
    apart.stay = {.room = RoomId{5}, .visit = 77, .from = 1};
    GIVEN("a box that says that it is in a private room, and one that was moved back") {
        briefing.meeting.told(an, apart, briefing.now);
        briefing.meeting.joined(an, briefing.now);
        net::BoxState back;
        back.stay = {.room = plenary, .visit = 80, .from = 1};
        briefing.meeting.told(binh, back, briefing.now);
        briefing.meeting.joined(binh, briefing.now);
        briefing.meeting.joined(cuc, briefing.now);
        THEN("each is where it was, in the same visit") {
            CHECK(briefing.places.at(an) == std::pair{RoomId{5}, 77U});
            CHECK(briefing.places.at(binh) == std::pair{plenary, 80U});
            CHECK(briefing.views.at(an).stay.room == RoomId{5});
            CHECK(briefing.views.at(an).stay.visit == 77);
            CHECK(briefing.views.at(an).connected == 1);
            CHECK(briefing.views.at(binh).connected == 2);
        }
        THEN("the next room has another number") {
            REQUIRE(open_room(briefing, {"Cuc"}));
            CHECK(briefing.row(cuc).room == RoomId{6});
        }
    }
    GIVEN("a box that comes long after the restart from a room that is no more") {
        briefing.pass(FloorRecovery::window + 1s);
        briefing.meeting.told(an, apart, briefing.now);
        briefing.meeting.joined(an, briefing.now);
        THEN("it is among all") {
            CHECK(briefing.views.at(an).stay.room == plenary);
            CHECK(briefing.rooms.empty());
        }
    }
}

}  // namespace giaoban::mixer
