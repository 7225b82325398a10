#include <algorithm>
#include <set>

#include "config/vocab/random.h"
#include "net/floor/arbiter.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr std::uint16_t boxes = 7;
constexpr BoxId chair{1};

BoxId any_box(RandomSource& random) {
    return BoxId{static_cast<std::uint16_t>(1 + random.below(boxes))};
}

/// A word that is seldom said, since it ends so much.
void say_to_all(Arbiter& arbiter, RandomSource& random, Instant now) {
    switch (random.below(8)) {
        case 0: arbiter.mute_all(now); break;
        case 1: arbiter.unmute_all(now); break;
        case 2: arbiter.clear(now); break;
        default: break;
    }
}

/// One thing that may happen in a meeting, from the seed.
void happen(Arbiter& arbiter, RandomSource& random, Instant now) {
    const BoxId box = any_box(random);
    const Role role = box == chair ? Role::chair : Role::member;
    switch (random.below(24)) {
        case 0:
        case 1: static_cast<void>(arbiter.join(box, role, now)); break;
        case 2: arbiter.lost(box, now); break;
        case 3: arbiter.returned(box, now); break;
        case 4:
            if (random.below(8) == 0) arbiter.leave(box, now);
            break;
        case 5: static_cast<void>(arbiter.grant(box, now)); break;
        case 6: static_cast<void>(arbiter.grant_next(now)); break;
        case 7: static_cast<void>(arbiter.revoke(box, now)); break;
        case 8: static_cast<void>(arbiter.mute(box, now)); break;
        case 9: static_cast<void>(arbiter.unmute(box, now)); break;
        case 10: arbiter.set_policy(static_cast<FloorPolicy>(random.below(3)), now); break;
        case 11: arbiter.set_queue_grants(static_cast<QueueGrants>(random.below(2)), now); break;
        case 12:
            arbiter.set_open_microphones(static_cast<std::uint16_t>(random.below(4)), now);
            break;
        case 13:
            static_cast<void>(
                arbiter.set_time_limit(Seconds{static_cast<std::int64_t>(random.below(40))}, now));
            break;
        case 14: arbiter.press_long(box, now); break;
        case 15: static_cast<void>(arbiter.to_replies(box, now)); break;
        case 16: arbiter.hold(random.below(2) == 0, now); break;
        case 17:
            static_cast<void>(
                arbiter.more_time(box, Seconds{static_cast<std::int64_t>(random.below(60))}, now));
            break;
        case 18: say_to_all(arbiter, random, now); break;
        default: arbiter.pressed(box, static_cast<std::uint32_t>(random.below(3)), 0, now); break;
    }
}

std::size_t allowed(const FloorSettings& settings) {
    if (settings.policy == FloorPolicy::queue) return 1;
    return settings.policy == FloorPolicy::open ? settings.open_microphones : 0U;
}

/// What must hold after every call, whatever has happened. Empty: all of it does.
std::string broken(const Arbiter& arbiter, Instant now) {
    std::size_t members = 0;
    std::size_t places = 0;
    for (const BoxId box : arbiter.boxes()) {
        const Standing s = arbiter.standing(box, now).value();
        const bool speaks = s.state == FloorState::speaking;
        if (speaks && s.role == Role::member) ++members;
        if (speaks != arbiter.may_speak(box)) return "standing and may_speak() contradict";
        if (speaks != s.spoken.has_value()) return "only a speaker has spoken";
        if ((s.place > 0) != (s.state == FloorState::waiting)) return "a place without waiting";
        if (s.state == FloorState::muted && s.role == Role::chair) return "a muted chair";
        if (s.place > 0) ++places;
        const auto& list = s.reply ? arbiter.replies() : arbiter.waiting();
        if (s.place > 0 && list[s.place - 1U] != box) return "places out of order";
        if ((s.place > 0) != s.waited.has_value()) return "only who waits has waited";
        if (s.time_left && *s.time_left == Duration::zero()) return "a speaker without time";
    }
    if (members > allowed(arbiter.settings())) return "more holders than the floor has";
    if (places != arbiter.waiting().size() + arbiter.replies().size())
        return "places without a box";
    const auto speakers = arbiter.speakers();
    if (std::set<BoxId>(speakers.begin(), speakers.end()).size() != speakers.size()) {
        return "a speaker twice";
    }
    if (arbiter.next_deadline() <= now) return "a deadline is overdue";
    return "";
}

/// The meeting as its minutes tell it: who speaks must follow from the events alone.
void keep_minutes(std::set<BoxId>& speaking, const std::vector<FloorEvent>& events) {
    for (const FloorEvent& event : events) {
        if (event.what == FloorEvent::What::granted) CHECK(speaking.insert(event.box).second);
        if (event.what == FloorEvent::What::ended) CHECK(speaking.erase(event.box) == 1);
    }
}

}  // namespace

TEST_CASE("whatever happens, the floor is never held by more than it may be", "[net][floor]") {
    // 200 histories of 500 steps, 0.2 s: every pair of the 20 kinds of step follows each other some
    // 250 times (200 * 500 / 20^2).
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SeededRandom random(seed);
        Arbiter arbiter{FloorSettings{}};
        Instant now{1h};
        std::set<BoxId> speaking;
        for (int step = 0; step < 500; ++step) {
            // Mostly in one instant or close by, sometimes past the grace and the time limit.
            const auto pause = random.below(4) == 0 ? random.below(60'000) : random.below(2) * 300;
            now += Milliseconds{static_cast<std::int64_t>(pause)};
            happen(arbiter, random, now);
            arbiter.on_time(now);
            INFO("seed " << seed << ", step " << step);
            REQUIRE(broken(arbiter, now).empty());
            keep_minutes(speaking, arbiter.take_events());
            const auto speakers = arbiter.speakers();
            REQUIRE(speaking == std::set<BoxId>(speakers.begin(), speakers.end()));
        }
    }
}

TEST_CASE("the same history gives the same meeting", "[net][floor]") {
    const auto run = [] {
        SeededRandom random(42);
        Arbiter arbiter{FloorSettings{}};
        std::vector<FloorEvent> events;
        for (int step = 0; step < 300; ++step) {
            happen(arbiter, random, Instant{1h} + step * 700ms);
            for (const FloorEvent& event : arbiter.take_events())
                events.push_back(event);
        }
        return events;
    };
    const auto first = run();
    CHECK(first.size() > 50);
    CHECK(first == run());
}
