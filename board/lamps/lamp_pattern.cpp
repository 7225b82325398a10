#include "board/lamps/lamp_pattern.h"

#include <array>
#include <span>

namespace giaoban::board {

namespace {

using namespace std::chrono_literals;

/// Times on and off in turn, over and over; it begins with on. Nothing is shorter than 100 ms, which
/// is what the eye still counts (flicker fuses from about 20 a second), nor is a whole round longer
/// than 4 s, which is how long one looks at a lamp to know.
using Turns = std::span<const Milliseconds>;

constexpr std::array joined{100ms, 3'900ms};
constexpr std::array catching_up{1'500ms, 500ms};
constexpr std::array waiting{1'000ms, 1'000ms};
constexpr std::array connecting{100ms, 200ms};
constexpr std::array floor_taken{100ms, 150ms, 100ms, 3'650ms};
constexpr std::array seconds_left{400ms, 100ms};
constexpr std::array muted{2'000ms, 2'000ms};
constexpr std::array called{300ms, 300ms};
constexpr std::array two{200ms, 200ms, 200ms, 1'400ms};
constexpr std::array three{200ms, 200ms, 200ms, 200ms, 200ms, 1'400ms};
constexpr std::array four{200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 1'400ms};
constexpr std::array five{200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 1'400ms};

constexpr std::array six{200ms, 200ms, 200ms, 200ms, 200ms, 200ms,
                         200ms, 200ms, 200ms, 200ms, 200ms, 1'400ms};

Turns turns_of(LampSign sign) noexcept {
    switch (sign) {
        case LampSign::off:
        case LampSign::speaking: return {};
        case LampSign::joined: return joined;
        case LampSign::catching_up: return catching_up;
        case LampSign::waiting: return waiting;
        case LampSign::connecting: return connecting;
        case LampSign::floor_taken: return floor_taken;
        case LampSign::seconds_left: return seconds_left;
        case LampSign::muted: return muted;
        case LampSign::called: return called;
        case LampSign::no_network: return two;
        case LampSign::not_enrolled: return three;
        case LampSign::no_speakerphone: return four;
        case LampSign::meeting_full: return five;
        case LampSign::settings_wrong: return six;
    }
    return {};
}

struct Place {
    bool on = false;
    Milliseconds left{};
};

Place place_in(Turns turns, Milliseconds since) noexcept {
    Milliseconds round{};
    for (const Milliseconds turn : turns)
        round += turn;
    Milliseconds at = since % round;
    bool on = true;
    for (const Milliseconds turn : turns) {
        if (at < turn) return {.on = on, .left = turn - at};
        at -= turn;
        on = !on;
    }
    return {};
}

}  // namespace

bool lit(LampSign sign, Milliseconds since) noexcept {
    const Turns turns = turns_of(sign);
    return turns.empty() ? sign == LampSign::speaking : place_in(turns, since).on;
}

Milliseconds next_change(LampSign sign, Milliseconds since) noexcept {
    const Turns turns = turns_of(sign);
    return turns.empty() ? Milliseconds::max() : place_in(turns, since).left;
}

}  // namespace giaoban::board
