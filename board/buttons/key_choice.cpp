#include "board/buttons/key_choice.h"

#include <libevdev/libevdev.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace giaoban::board {

namespace {

// A speakerphone is an input device too; whoever makes it louder does not ask for the floor.
constexpr std::array<unsigned, 4> not_meant{KEY_VOLUMEUP, KEY_VOLUMEDOWN, KEY_MUTE, KEY_MICMUTE};
constexpr std::array<unsigned, 2> hook_keys{KEY_PHONE, KEY_PICKUP_PHONE};
// Whatever has one of these is there to be pressed: keyboards, pedals and presenters, which are keyboards to Linux, and
// buttons of joysticks and of soldering irons.
constexpr std::array<unsigned, 8> typed{KEY_SPACE, KEY_ENTER, KEY_A,    KEY_B,
                                        KEY_F13,   BTN_0,     BTN_LEFT, BTN_TRIGGER};

template <std::size_t N>
bool is_in(unsigned code, const std::array<unsigned, N>& codes) noexcept {
    return std::ranges::find(codes, code) != codes.end();
}

bool has_any(const KeyChoice::Has& has) {
    for (unsigned code = 1; code < KEY_MAX; ++code) {
        if (!is_in(code, not_meant) && has(code)) return true;
    }
    return false;
}

}  // namespace

Expected<KeyChoice, std::string> KeyChoice::named(const std::string& text) {
    KeyChoice choice;
    if (text == "auto") return choice;
    choice.mode_ = text == "any" ? Mode::any : Mode::named;
    if (choice.mode_ == Mode::any) return choice;
    std::istringstream names(text);
    for (std::string name; std::getline(names, name, ',');) {
        const int code = libevdev_event_code_from_name(EV_KEY, name.c_str());
        if (code < 0) {
            return Unexpected(
                "there is no key `" + name +
                "`: `auto`, `any`, or names as in linux/input-event-codes.h with commas between "
                "are accepted, such as KEY_SPACE, KEY_ENTER, KEY_PHONE, BTN_0 (`evtest` shows what "
                "a button sends)");
        }
        choice.codes_.push_back(static_cast<unsigned>(code));
    }
    return choice;
}

KeyRank KeyChoice::rank(const Has& has) const {
    switch (mode_) {
        case Mode::named: return std::ranges::any_of(codes_, has) ? KeyRank::button : KeyRank::none;
        case Mode::any: return has_any(has) ? KeyRank::button : KeyRank::none;
        case Mode::automatic: break;
    }
    if (std::ranges::any_of(typed, has)) return KeyRank::button;
    if (std::ranges::any_of(hook_keys, has)) return KeyRank::hook;
    // Before "any": a speakerphone with keys for the music is still one.
    if (has(KEY_MICMUTE)) return KeyRank::mute;
    return has_any(has) ? KeyRank::button : KeyRank::none;
}

bool KeyChoice::contains(unsigned code, KeyRank rank) const noexcept {
    if (mode_ == Mode::named) return std::ranges::find(codes_, code) != codes_.end();
    switch (rank) {
        case KeyRank::button: return !is_in(code, not_meant);
        case KeyRank::hook: return is_in(code, hook_keys);
        case KeyRank::mute: return code == KEY_MICMUTE;
        case KeyRank::none: break;
    }
    return false;
}

}  // namespace giaoban::board
