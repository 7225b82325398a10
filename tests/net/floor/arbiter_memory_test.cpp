#include "net/floor/arbiter.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr BoxId chair{1};
constexpr BoxId an{2};
constexpr BoxId binh{3};
constexpr BoxId cuc{4};
constexpr BoxId dung{5};
constexpr BoxId em{6};

std::optional<Role> role_of(BoxId box) {
    if (number_of(box) > 6) return std::nullopt;
    return box == chair ? Role::chair : Role::member;
}

FloorSettings with_limit(Seconds limit) {
    FloorSettings settings;
    settings.time_limit = limit;
    return settings;
}

/// A floor on which An speaks, Bình and Cúc wait, Dũng waits to reply and Em is muted.
Arbiter busy(Instant now) {
    Arbiter arbiter(with_limit(60s));
    for (std::uint16_t box = 1; box <= 6; ++box)
        REQUIRE(arbiter.join(BoxId{box}, *role_of(BoxId{box}), now));
    REQUIRE(arbiter.grant(an, now));
    for (const BoxId box : {binh, cuc, dung})
        arbiter.press_short(box, now);
    REQUIRE(arbiter.to_replies(dung, now));
    REQUIRE(arbiter.mute(em, now));
    arbiter.hold(true, now);
    return arbiter;
}

}  // namespace

SCENARIO("a floor is remembered and goes on in another arbiter", "[floor]") {
    const Instant then{100s};
    const FloorMemory memory = busy(then).memory(then + 15s);
    CHECK(memory.speakers == std::vector{FloorMemory::Speaker{an, 15s, 45s}});
    CHECK(memory.waiting ==
          std::vector{FloorMemory::Waiter{binh, 15s}, FloorMemory::Waiter{cuc, 15s}});
    CHECK(memory.replies == std::vector{FloorMemory::Waiter{dung, 15s}});
    CHECK(memory.muted == std::vector{em});
    CHECK(memory.held);

    const Instant now{10'000s};
    Arbiter again(with_limit(300s));
    GIVEN("nobody is back yet") {
        again.resume(memory, role_of, now - 2s, now);
        THEN("it stands as it was, and says nothing of it") {
            CHECK(again.memory(now) == memory);
            CHECK(again.take_events().empty());
            CHECK(again.standing(an, now)->time_left == 45s);
            CHECK(again.standing(an, now)->spoken == 15s);
        }
        THEN("who comes in time has its floor and its place") {
            REQUIRE(again.join(an, Role::member, now + 1s));
            REQUIRE(again.join(em, Role::member, now + 1s));
            CHECK(again.may_speak(an));
            CHECK(again.standing(em, now + 1s)->state == FloorState::muted);
        }
        THEN("who does not loses its floor after the grace, and its place later") {
            again.on_time(now + 17s);
            CHECK(again.may_speak(an));
            again.on_time(now + 18s);
            CHECK_FALSE(again.may_speak(an));
            CHECK(again.waiting().size() == 2);
            again.on_time(now + 118s);
            CHECK(again.waiting().empty());
        }
        THEN("the time that a speaker says it had left counts when it is less") {
            again.time_left_is(an, 20s, now);
            CHECK(again.standing(an, now)->time_left == 20s);
            again.time_left_is(an, 50s, now);
            CHECK(again.standing(an, now)->time_left == 20s);
            again.time_left_is(binh, 1s, now);
            CHECK_FALSE(again.may_speak(binh));
        }
    }
    GIVEN("some are back, and have asked and been granted meanwhile") {
        for (const BoxId box : {chair, cuc, em})
            REQUIRE(again.join(box, *role_of(box), now));
        again.press_short(cuc, now);
        again.press_short(em, now);
        REQUIRE(again.grant(em, now));
        again.resume(memory, role_of, now, now);
        THEN("the places are those of before, and nobody has two") {
            CHECK(again.speakers().size() == 1);
            CHECK(again.may_speak(an));
            CHECK(again.standing(em, now)->state == FloorState::muted);
            CHECK(again.waiting() == std::deque{binh, cuc});
            CHECK(again.replies() == std::deque{dung});
        }
    }
    GIVEN("boxes that are off the roster by now") {
        FloorMemory strange = memory;
        strange.speakers.front().box = BoxId{70};
        strange.waiting.front().box = BoxId{71};
        strange.muted.push_back(chair);
        strange.time_limit = 5s;  // the warning comes 10 s before the end
        strange.open_microphones = 0;
        again.resume(strange, role_of, now, now);
        THEN("they are left out, and what contradicts itself too") {
            CHECK(again.speakers().empty());
            CHECK(again.waiting() == std::deque{cuc});
            CHECK(again.memory(now).muted == std::vector{em});
            CHECK(again.settings().time_limit == 300s);
            CHECK(again.settings().open_microphones == 1);
        }
    }
}
