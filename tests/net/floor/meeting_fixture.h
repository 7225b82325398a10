#pragma once

#include <chrono>
#include <vector>

#include "config/vocab/ensure.h"
#include "net/floor/arbiter.h"

/// A meeting of a chair's box and three members in virtual time, for the tests of the arbiter.
namespace giaoban::net::floor_test {

using namespace std::chrono_literals;
using What = FloorEvent::What;
using Why = FloorEvent::Why;

inline constexpr BoxId chair{1};
inline constexpr BoxId ba_to{2};
inline constexpr BoxId muong_lan{3};
inline constexpr BoxId na_ngoi{4};

struct Meeting {
    explicit Meeting(const FloorSettings& settings = {}) : arbiter(settings) {
        ensure(arbiter.join(chair, Role::chair, now), "room for the chair");
        for (const BoxId box : {ba_to, muong_lan, na_ngoi}) {
            ensure(arbiter.join(box, Role::member, now), "room for all");
        }
        static_cast<void>(arbiter.take_events());
    }

    void pass(Duration time) {
        const Instant until = now + time;
        while (arbiter.next_deadline() <= until) {
            now = std::max(now, arbiter.next_deadline());
            arbiter.on_time(now);
        }
        now = until;
    }
    void press(BoxId box) { arbiter.press_short(box, now); }
    void press_long(BoxId box) { arbiter.press_long(box, now); }
    [[nodiscard]] Standing of(BoxId box) const { return arbiter.standing(box, now).value(); }
    [[nodiscard]] FloorState state(BoxId box) const { return of(box).state; }
    [[nodiscard]] std::vector<BoxId> speakers() const {
        return {arbiter.speakers().begin(), arbiter.speakers().end()};
    }
    /// The last thing that happened.
    [[nodiscard]] FloorEvent last() {
        const auto events = arbiter.take_events();
        ensure(!events.empty(), "something has happened");
        return events.back();
    }

    Instant now{1h};
    Arbiter arbiter;
};

inline FloorSettings automatic() {
    FloorSettings settings;
    settings.queue_grants = QueueGrants::automatic;
    return settings;
}

inline FloorSettings open_to(std::uint16_t microphones) {
    FloorSettings settings;
    settings.policy = FloorPolicy::open;
    settings.open_microphones = microphones;
    return settings;
}

}  // namespace giaoban::net::floor_test
