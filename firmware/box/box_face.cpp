#include "firmware/box/box_face.h"

#include <algorithm>
#include <utility>

namespace giaoban::box {

using audio::Prompt;
using board::LampSign;
using net::PressMeaning;
using net::SessionPhase;

namespace {

std::optional<Prompt> prompt_of(SessionPhase phase,
                                std::optional<net::RefusalReason> why) noexcept {
    switch (phase) {
        case SessionPhase::joined: return Prompt::connected;
        case SessionPhase::lost: return Prompt::connection_lost;
        case SessionPhase::no_network: return Prompt::no_network;
        case SessionPhase::connecting: return std::nullopt;
        case SessionPhase::refused: break;
    }
    // An attempt from before a restart heals by itself within a second: nobody need know.
    if (why == net::RefusalReason::stale_attempt) return std::nullopt;
    if (why == net::RefusalReason::full) return Prompt::meeting_full;
    return why == net::RefusalReason::unknown_card ? Prompt::not_enrolled : Prompt::refused;
}

std::optional<Prompt> prompt_of(CardSettingsState settings) noexcept {
    switch (settings) {
        case CardSettingsState::wrong: return Prompt::settings_wrong;
        case CardSettingsState::missing: return Prompt::settings_missing;
        case CardSettingsState::good: break;
    }
    return std::nullopt;
}

net::FloorView floor_view(const net::MeetingView& view, std::uint32_t on_their_way,
                          Instant now) noexcept {
    const bool speaks = view.floor == FloorState::speaking;
    net::FloorView floor{.role = view.role,
                         .state = view.floor,
                         .policy = view.policy,
                         .place = view.place,
                         .reply = view.reply,
                         .time_left = std::nullopt,
                         .warned = view.warned,
                         .others_speak = view.speaking > (speaks ? 1 : 0),
                         .presses_seen = on_their_way == 0};
    if (view.floor_ends) {
        const auto left = std::chrono::duration_cast<Milliseconds>(*view.floor_ends - now);
        floor.time_left = std::max(left, Milliseconds{0});
    }
    return floor;
}

}  // namespace

void BoxFace::on_phase(SessionPhase phase, std::optional<net::RefusalReason> why) noexcept {
    if (phase == phase_ && why == refusal_) return;
    phase_ = phase;
    refusal_ = why;
    if (const auto prompt = prompt_of(phase, why)) say(*prompt);
}

void BoxFace::on_view(const net::MeetingView& view, std::uint32_t on_their_way,
                      Instant now) noexcept {
    const bool was_muted = floor_.view().state == FloorState::muted;
    const net::FloorView floor = floor_view(view, on_their_way, now);
    others_speak_ = floor.others_speak;
    floor_.on_view(floor, now);
    if (was_muted && floor.state == FloorState::idle) say(Prompt::unmuted);
    const bool moved = view.stay.room != room_;
    follow_room(view.stay);
    // That the floor of the other room is gone goes without saying.
    if (moved && floor.state == FloorState::idle) (void)floor_.take_cue();
    say_cue();
    follow_call(view.call, now);
}

void BoxFace::follow_room(const net::RoomView& stay) noexcept {
    if (stay.room != room_) {
        say(stay.room == plenary ? Prompt::private_room_over : Prompt::private_room);
        room_ = stay.room;
        // In another room it is another recording, told only if there is one.
        recording_ = false;
    }
    if (stay.recording != recording_) {
        say(stay.recording ? Prompt::recording_on : Prompt::recording_off);
        recording_ = stay.recording;
    }
}

void BoxFace::follow_call(std::uint32_t call, Instant now) noexcept {
    const bool rings = call != 0 && call != answered_;
    if (rings && call != call_) {
        say(Prompt::called);
        rings_at_ = now + rings_each;
    }
    call_ = rings ? call : 0;
}

void BoxFace::on_self_test(const net::SelfTestResult& result) noexcept {
    if (result.state == net::SelfTestState::ok) say(Prompt::self_test_ok);
    if (result.trouble == net::SelfTestTrouble::not_heard ||
        result.trouble == net::SelfTestTrouble::too_loud) {
        say(Prompt::self_test_failed);
    }
}

void BoxFace::on_sound(audio::PortState state) noexcept {
    if (state == sound_) return;
    sound_ = state;
    if (state == audio::PortState::absent) {
        say(Prompt::no_speakerphone);
    } else if (const auto prompt = prompt_of(phase_, refusal_)) {
        // So that whoever has plugged it in hears that it works, and how things stand.
        say(*prompt);
    }
}

PressMeaning BoxFace::on_press(board::ButtonPress press, Instant now) noexcept {
    if (phase_ != SessionPhase::joined) say_what_is_wrong();
    if (call_ != 0) {
        answered_ = std::exchange(call_, 0);
        return PressMeaning::none;
    }
    const PressMeaning meaning =
        press == board::ButtonPress::short_press ? floor_.press_short(now) : floor_.press_long(now);
    if (meaning == PressMeaning::withdraws) say(Prompt::withdrawn);
    say_cue();
    return meaning;
}

void BoxFace::on_time(Instant now) noexcept {
    floor_.on_time(now);
    say_cue();
    if (call_ == 0 || now < rings_at_) return;
    say(Prompt::called);
    rings_at_ = now + rings_each;
}

void BoxFace::say_what_is_wrong() noexcept {
    if (const auto prompt = prompt_of(settings_)) {
        say(*prompt);
    } else if (const auto link = prompt_of(phase_, refusal_)) {
        say(*link);
    } else {
        say(Prompt::connection_lost);
    }
}

void BoxFace::on_settings(CardSettingsState state) noexcept {
    settings_ = state;
    if (const auto prompt = prompt_of(state)) say(*prompt);
}

void BoxFace::say_cue() noexcept {
    const auto cue = floor_.take_cue();
    if (!cue) return;
    switch (*cue) {
        case net::FloorCue::waiting: say(audio::waiting_prompt(floor_.view().place)); break;
        case net::FloorCue::replying: say(Prompt::replying); break;
        case net::FloorCue::floor_yours: say(Prompt::floor_yours); break;
        case net::FloorCue::ten_seconds_left: say(Prompt::ten_seconds_left); break;
        case net::FloorCue::floor_taken: say(Prompt::floor_taken); break;
        case net::FloorCue::not_now: say(Prompt::not_now); break;
        case net::FloorCue::muted: say(Prompt::muted); break;
    }
}

void BoxFace::say(Prompt prompt) noexcept {
    if (waiting_ == most_prompts) (void)take_prompt();
    prompts_[waiting_++] = prompt;
}

std::optional<Prompt> BoxFace::take_prompt() noexcept {
    if (waiting_ == 0) return std::nullopt;
    const Prompt first = prompts_[0];
    std::shift_left(prompts_.begin(), prompts_.begin() + static_cast<std::ptrdiff_t>(waiting_), 1);
    --waiting_;
    return first;
}

LampSign BoxFace::floor_lamp() const noexcept {
    if (call_ != 0 && phase_ == SessionPhase::joined) return LampSign::called;
    switch (floor_.lamp()) {
        case net::FloorLamp::asking: return LampSign::connecting;
        case net::FloorLamp::waiting: return LampSign::waiting;
        case net::FloorLamp::speaking: return LampSign::speaking;
        case net::FloorLamp::time_nearly_over: return LampSign::seconds_left;
        case net::FloorLamp::muted: return LampSign::muted;
        case net::FloorLamp::off: break;
    }
    return others_speak_ && phase_ == SessionPhase::joined ? LampSign::floor_taken : LampSign::off;
}

LampSign BoxFace::link_lamp() const noexcept {
    if (sound_ == audio::PortState::absent) return LampSign::no_speakerphone;
    if (settings_ != CardSettingsState::good && phase_ != SessionPhase::joined) {
        return LampSign::settings_wrong;
    }
    switch (phase_) {
        case SessionPhase::no_network: return LampSign::no_network;
        case SessionPhase::connecting:
        case SessionPhase::lost: return LampSign::connecting;
        case SessionPhase::refused:
            return refusal_ == net::RefusalReason::full ? LampSign::meeting_full
                                                        : LampSign::not_enrolled;
        case SessionPhase::joined: break;
    }
    return catching_up_ ? LampSign::catching_up : LampSign::joined;
}

const char* describe(LampSign sign) noexcept {
    switch (sign) {
        case LampSign::off: return "off";
        case LampSign::joined: return "short winks";
        case LampSign::catching_up: return "long winks";
        case LampSign::waiting: return "slow blinking";
        case LampSign::connecting: return "quick winks";
        case LampSign::floor_taken: return "two short winks";
        case LampSign::speaking: return "on";
        case LampSign::seconds_left: return "on with gaps";
        case LampSign::muted: return "very slow blinking";
        case LampSign::no_network: return "two winks";
        case LampSign::not_enrolled: return "three winks";
        case LampSign::no_speakerphone: return "four winks";
        case LampSign::called: return "quick blinking";
        case LampSign::meeting_full: return "five winks";
        case LampSign::settings_wrong: return "six winks";
    }
    return "off";
}

}  // namespace giaoban::box
