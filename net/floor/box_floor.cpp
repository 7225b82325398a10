#include "net/floor/box_floor.h"

#include "net/floor/arbiter.h"

namespace giaoban::net {

using namespace std::chrono_literals;

namespace {
// The prompt says "ten seconds".
constexpr Seconds prompted_before_end{10};
// Views take longer or shorter to arrive, by less than a second on the links this is made for: one
// that says 10.3 s after the prompt tells of the same end. More than that is more time to speak.
constexpr Seconds said_again_beyond{1};
}  // namespace

PressMeaning BoxFloor::press_short(Instant now) noexcept {
    switch (view_.state) {
        case FloorState::speaking:
            // Both ends leave out a press that was made before the grant was heard of.
            if (given_up_ || now - granted_ < Arbiter::settle) return PressMeaning::none;
            given_up_ = true;
            return PressMeaning::gives_up;
        case FloorState::waiting:
            if (given_up_) break;
            say(view_.reply ? FloorCue::replying : FloorCue::waiting);
            return PressMeaning::stays_waiting;
        case FloorState::muted: say(FloorCue::muted); return PressMeaning::none;
        case FloorState::idle: break;
    }
    asked_ = true;
    given_up_ = false;
    return PressMeaning::asks;
}

PressMeaning BoxFloor::press_long(Instant now) noexcept {
    if (view_.role == Role::chair) return PressMeaning::takes_over;
    const bool speaks = view_.state == FloorState::speaking;
    if (view_.state == FloorState::waiting && !given_up_) {
        // Both ends take two long presses in a hurry for one.
        if (replied_ != Instant::min() && now - replied_ < Arbiter::settle) {
            return PressMeaning::none;
        }
        if (!view_.reply) {
            replied_ = now;
            return PressMeaning::replies;
        }
    }
    // While a request is under way it is not known yet which of the two it would mean.
    if (!speaks && view_.state != FloorState::waiting) return PressMeaning::none;
    asked_ = false;
    given_up_ = true;
    return speaks ? PressMeaning::gives_up : PressMeaning::withdraws;
}

void BoxFloor::on_view(const FloorView& view, Instant now) noexcept {
    const FloorView before = view_;
    const bool was_open = microphone_open();
    view_ = view;
    // A view from before the press was counted does not answer it.
    const bool answered = asked_ && view.presses_seen;
    if (view.presses_seen) asked_ = given_up_ = false;

    if (view.state != FloorState::speaking || !view.time_left) {
        ten_seconds_ = never;
        ten_seconds_said_ = false;
    } else if (*view.time_left >
               prompted_before_end + (ten_seconds_said_ ? said_again_beyond : 0s)) {
        ten_seconds_ = now + (*view.time_left - prompted_before_end);
        ten_seconds_said_ = false;
    }

    if (microphone_open() && !was_open) {
        granted_ = now;
        say(FloorCue::floor_yours);
    } else if (was_open && view.state != FloorState::speaking) {
        say(view.state == FloorState::muted ? FloorCue::muted : FloorCue::floor_taken);
    } else if (view.state == FloorState::muted && before.state != FloorState::muted) {
        say(FloorCue::muted);
    } else if (view.state == FloorState::waiting && !given_up_ && view.reply &&
               (!before.reply || before.state != FloorState::waiting)) {
        say(FloorCue::replying);
    } else if (view.state == FloorState::waiting && !given_up_ && !view.reply &&
               (before.state != FloorState::waiting || (view.place == 1 && before.place > 1))) {
        say(FloorCue::waiting);
    } else if (answered && view.state == FloorState::idle && before.state == FloorState::idle) {
        say(FloorCue::not_now);
    }
}

Instant BoxFloor::next_deadline() const noexcept { return ten_seconds_; }

void BoxFloor::on_time(Instant now) noexcept {
    if (now < ten_seconds_) return;
    ten_seconds_ = never;
    ten_seconds_said_ = true;
    if (microphone_open()) say(FloorCue::ten_seconds_left);
}

bool BoxFloor::microphone_open() const noexcept {
    return view_.state == FloorState::speaking && !given_up_;
}

FloorLamp BoxFloor::lamp() const noexcept {
    switch (view_.state) {
        case FloorState::speaking:
            if (given_up_) return FloorLamp::off;
            return view_.warned ? FloorLamp::time_nearly_over : FloorLamp::speaking;
        case FloorState::waiting: return given_up_ ? FloorLamp::off : FloorLamp::waiting;
        case FloorState::muted: return FloorLamp::muted;
        case FloorState::idle: break;
    }
    return asked_ ? FloorLamp::asking : FloorLamp::off;
}

std::optional<FloorCue> BoxFloor::take_cue() noexcept {
    const auto cue = cue_;
    cue_.reset();
    return cue;
}

}  // namespace giaoban::net
