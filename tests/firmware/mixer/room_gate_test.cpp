#include "firmware/mixer/room_gate.h"

#include "tests/catch.h"

namespace giaoban::mixer {

namespace {

constexpr BoxId an{1};
constexpr BoxId binh{2};
constexpr RoomId apart{7};

}  // namespace

SCENARIO("sound belongs to the visit in which it was spoken", "[mixer]") {
    RoomGate gate;
    GIVEN("a box that was never moved") {
        THEN("all that it says is the plenary's") {
            CHECK(gate.room_of(an) == plenary);
            CHECK(gate.takes(an, {}, 0));
            CHECK(gate.takes(an, {}, 0x9000'0000));
        }
    }
    GIVEN("a box that was brought into a private room") {
        (void)gate.enter(an, apart, 40);
        CHECK(gate.room_of(an) == apart);
        THEN("what it says before it knows is nobody's") { CHECK_FALSE(gate.takes(an, {}, 1'000)); }
        THEN("what it says there is the room's, from where it says that it begins") {
            const net::RoomStay there{.room = apart, .visit = 40, .from = 1'000};
            CHECK_FALSE(gate.takes(an, there, 999));
            CHECK(gate.takes(an, there, 1'000));
        }
        THEN("that holds over the end of the clock's circle") {
            const net::RoomStay there{.room = apart, .visit = 40, .from = 0xFFFF'FFF0};
            CHECK_FALSE(gate.takes(an, there, 0xFFFF'FFEF));
            CHECK(gate.takes(an, there, 5));
        }
        WHEN("it goes out and comes in again") {
            (void)gate.enter(an, plenary, 41);
            (void)gate.enter(an, apart, 42);
            THEN("what it said at its first visit is nobody's any more") {
                CHECK_FALSE(gate.takes(an, {.room = apart, .visit = 40, .from = 1'000}, 2'000));
                CHECK(gate.takes(an, {.room = apart, .visit = 42, .from = 1'000}, 2'000));
            }
        }
        WHEN("its card is made anew") {
            gate.forget(an);
            THEN("it is where it was at first") { CHECK(gate.room_of(an) == plenary); }
        }
    }
}

SCENARIO("a room's sound goes to who is in it, from when it came", "[mixer]") {
    RoomGate gate;
    CHECK(gate.gives(an, plenary, 0));
    CHECK_FALSE(gate.gives(an, apart, 9));
    const std::uint32_t renewal = gate.enter(an, apart, 40);
    CHECK_FALSE(gate.gives(an, plenary, renewal + 5));
    CHECK_FALSE(gate.gives(an, apart, renewal - 1));
    CHECK(gate.gives(an, apart, renewal));
    const std::uint32_t later = gate.enter(binh, apart, 41);
    CHECK(later > renewal);
    CHECK_FALSE(gate.gives(binh, apart, renewal));
    CHECK(gate.gives(an, apart, later));
    THEN("a box found where it was before a restart hears on") {
        RoomGate restarted;
        restarted.is_in(an, apart, 40);
        CHECK(restarted.gives(an, apart, 0));
        CHECK(restarted.takes(an, {.room = apart, .visit = 40, .from = 7}, 8));
    }
}

}  // namespace giaoban::mixer
