#include "net/floor/box_floor.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

FloorView in(FloorState state, std::uint16_t place = 0) {
    FloorView view;
    view.state = state;
    view.place = place;
    return view;
}

FloorView not_counted_yet(FloorView view) {
    view.presses_seen = false;
    return view;
}

FloorView with_time_left(Milliseconds left) {
    FloorView view = in(FloorState::speaking);
    view.time_left = left;
    return view;
}

}  // namespace

SCENARIO("a press at an idle box asks for the floor", "[net][floor]") {
    BoxFloor floor;
    Instant now{1h};
    CHECK(floor.press_short(now) == PressMeaning::asks);
    THEN("the lamp says so at once, and the microphone stays closed") {
        CHECK(floor.lamp() == FloorLamp::asking);
        CHECK_FALSE(floor.microphone_open());
    }
    WHEN("a view arrives that was sent before the press") {
        floor.on_view(not_counted_yet(in(FloorState::idle)), now);
        THEN("it is no answer") {
            CHECK(floor.lamp() == FloorLamp::asking);
            CHECK_FALSE(floor.take_cue());
        }
    }
    WHEN("the box is put into the queue") {
        floor.on_view(in(FloorState::waiting, 3), now);
        THEN("its place is said once, and again at a press and at the head of the queue") {
            CHECK(floor.take_cue() == FloorCue::waiting);
            floor.on_view(in(FloorState::waiting, 2), now);
            CHECK_FALSE(floor.take_cue());
            CHECK(floor.press_short(now) == PressMeaning::stays_waiting);
            CHECK(floor.take_cue() == FloorCue::waiting);
            floor.on_view(in(FloorState::waiting, 1), now);
            CHECK(floor.take_cue() == FloorCue::waiting);
        }
        AND_WHEN("it is pressed long") {
            CHECK(floor.press_long(now) == PressMeaning::replies);
            static_cast<void>(floor.take_cue());
            THEN("a second one in a hurry means nothing") {
                CHECK(floor.press_long(now + 500ms) == PressMeaning::none);
            }
            THEN("it is told once that it waits to reply, and at each short press") {
                FloorView replying = in(FloorState::waiting, 1);
                replying.reply = true;
                floor.on_view(replying, now + 1s);
                CHECK(floor.take_cue() == FloorCue::replying);
                CHECK(floor.lamp() == FloorLamp::waiting);
                floor.on_view(replying, now + 2s);
                CHECK_FALSE(floor.take_cue());
                CHECK(floor.press_short(now + 3s) == PressMeaning::stays_waiting);
                CHECK(floor.take_cue() == FloorCue::replying);
            }
        }
        AND_WHEN("it waits to reply and is pressed long") {
            FloorView replying = in(FloorState::waiting, 1);
            replying.reply = true;
            floor.on_view(replying, now);
            CHECK(floor.press_long(now) == PressMeaning::withdraws);
            THEN("the lamp is off at once, and nothing is said when that is confirmed") {
                CHECK(floor.lamp() == FloorLamp::off);
                static_cast<void>(floor.take_cue());
                floor.on_view(in(FloorState::idle), now);
                CHECK_FALSE(floor.take_cue());
            }
            THEN("a short press asks anew") { CHECK(floor.press_short(now) == PressMeaning::asks); }
        }
    }
    WHEN("the mixing box has counted the press and lets it neither speak nor wait") {
        floor.on_view(in(FloorState::idle), now);
        THEN("it is told") {
            CHECK(floor.take_cue() == FloorCue::not_now);
            CHECK(floor.lamp() == FloorLamp::off);
        }
    }
}

SCENARIO("a box that has the floor speaks until it gives it up", "[net][floor]") {
    BoxFloor floor;
    Instant now{1h};
    floor.on_view(in(FloorState::speaking), now);
    CHECK(floor.take_cue() == FloorCue::floor_yours);
    CHECK(floor.microphone_open());
    CHECK(floor.lamp() == FloorLamp::speaking);
    WHEN("it is pressed before the grant can have been noticed") {
        CHECK(floor.press_short(now + 900ms) == PressMeaning::none);
        THEN("it goes on") { CHECK(floor.microphone_open()); }
    }
    WHEN("it is pressed later") {
        now += 10s;
        CHECK(floor.press_short(now) == PressMeaning::gives_up);
        THEN("the microphone is closed before the mixing box knows") {
            CHECK_FALSE(floor.microphone_open());
            CHECK(floor.lamp() == FloorLamp::off);
            floor.on_view(not_counted_yet(in(FloorState::speaking)), now);
            CHECK_FALSE(floor.microphone_open());
        }
        THEN("nothing is said when it is confirmed") {
            floor.on_view(in(FloorState::idle), now);
            CHECK_FALSE(floor.take_cue());
        }
        THEN("granted anew it is told again") {
            floor.on_view(in(FloorState::speaking), now);
            CHECK(floor.microphone_open());
            CHECK(floor.take_cue() == FloorCue::floor_yours);
        }
    }
    WHEN("the floor is taken from it") {
        floor.on_view(in(FloorState::idle), now);
        THEN("it is told") { CHECK(floor.take_cue() == FloorCue::floor_taken); }
    }
    WHEN("it is muted") {
        floor.on_view(in(FloorState::muted), now);
        THEN("it is told, and at each press again") {
            CHECK(floor.take_cue() == FloorCue::muted);
            CHECK(floor.lamp() == FloorLamp::muted);
            CHECK(floor.press_short(now) == PressMeaning::none);
            CHECK(floor.take_cue() == FloorCue::muted);
        }
    }
}

SCENARIO("ten seconds before the end the box says so, once", "[net][floor]") {
    BoxFloor floor;
    Instant now{1h};
    floor.on_view(with_time_left(60s), now);
    static_cast<void>(floor.take_cue());
    CHECK(floor.next_deadline() == now + 50s);
    now += 50s;
    floor.on_time(now);
    CHECK(floor.take_cue() == FloorCue::ten_seconds_left);
    THEN("a heartbeat that travelled a little faster does not make it say so again") {
        floor.on_view(with_time_left(10'300ms), now);
        CHECK(floor.next_deadline() == never);
    }
    THEN("more time to speak does") {
        floor.on_view(with_time_left(300s), now);
        CHECK(floor.next_deadline() == now + 290s);
    }
    THEN("the lamp follows the mixing box's warning") {
        FloorView view = with_time_left(9s);
        view.warned = true;
        floor.on_view(view, now);
        CHECK(floor.lamp() == FloorLamp::time_nearly_over);
    }
}

SCENARIO("a long press of the chair's box takes over", "[net][floor]") {
    BoxFloor floor;
    FloorView view = in(FloorState::idle);
    view.role = Role::chair;
    floor.on_view(view, Instant{1h});
    CHECK(floor.press_long(Instant{1h}) == PressMeaning::takes_over);
}

TEST_CASE("a long press while a request is under way means nothing yet", "[net][floor]") {
    BoxFloor floor;
    CHECK(floor.press_short(Instant{1h}) == PressMeaning::asks);
    CHECK(floor.press_long(Instant{1h} + 2s) == PressMeaning::none);
    CHECK(floor.lamp() == FloorLamp::asking);
}

TEST_CASE("a long press at an idle member's box means nothing", "[net][floor]") {
    BoxFloor floor;
    CHECK(floor.press_long(Instant{1h}) == PressMeaning::none);
}
