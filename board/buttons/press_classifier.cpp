#include "board/buttons/press_classifier.h"

namespace giaoban::board {

PressClassifier::PressClassifier(Timing timing) noexcept : timing_(timing) {}

std::optional<ButtonPress> PressClassifier::on_change(bool down, Instant now) noexcept {
    auto press = on_time(now);
    contacts_down_ = down;
    if (now < deaf_until_) return press;
    auto settled = settle(down, now);
    return settled ? settled : press;
}

std::optional<ButtonPress> PressClassifier::on_time(Instant now) noexcept {
    std::optional<ButtonPress> press;
    // When the chatter is over, what the contacts are now is what counts from then on.
    if (now >= deaf_until_ && contacts_down_ != down_) press = settle(contacts_down_, deaf_until_);
    if (down_ && !told_ && now - since_ >= timing_.long_after) {
        told_ = true;
        press = ButtonPress::long_press;
    }
    return press;
}

Instant PressClassifier::next_deadline() const noexcept {
    if (contacts_down_ != down_) return deaf_until_;
    if (down_ && !told_) return since_ + timing_.long_after;
    return never;
}

std::optional<ButtonPress> PressClassifier::settle(bool down, Instant at) noexcept {
    if (down == down_) return std::nullopt;
    deaf_until_ = at + timing_.debounce;
    down_ = down;
    if (down) {
        since_ = at;
        told_ = false;
        return std::nullopt;
    }
    if (told_) return std::nullopt;
    return at - since_ >= timing_.long_after ? ButtonPress::long_press : ButtonPress::short_press;
}

}  // namespace giaoban::board
