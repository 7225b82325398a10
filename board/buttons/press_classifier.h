#pragma once

#include <cstdint>
#include <optional>

#include "config/vocab/time.h"

namespace giaoban::board {

enum class ButtonPress : std::uint8_t { short_press, long_press };

/// Tells short presses from long ones, whatever the contacts do.
///
/// A short press counts when the button is let go, a long one as soon as it has been held long
/// enough, so that the hand feels the answer. After each change that counts, the contacts may
/// chatter for `debounce` and are not listened to; where they are then is where they are.
///
/// Threading:  one thread. Real time: takes no memory.
/// Errors:     none: a release that was never pressed, or a second press, changes nothing.
class PressClassifier {
  public:
    struct Timing {
        /// Contacts settle within 5 to 20 ms (J. Ganssle, "A Guide to Debouncing", 18 switches
        /// measured: 6.2 ms at most but for one); a finger needs 50 ms and more.
        Milliseconds debounce{25};
        Milliseconds long_after{800};
    };

    PressClassifier() noexcept : PressClassifier(Timing{}) {}
    explicit PressClassifier(Timing timing) noexcept;

    [[nodiscard]] std::optional<ButtonPress> on_change(bool down, Instant now) noexcept;
    [[nodiscard]] std::optional<ButtonPress> on_time(Instant now) noexcept;
    [[nodiscard]] Instant next_deadline() const noexcept;
    /// Since when the button is down, or was the last time; Instant::min() before the first.
    [[nodiscard]] Instant since() const noexcept { return since_; }
    [[nodiscard]] bool down() const noexcept { return down_; }

  private:
    [[nodiscard]] std::optional<ButtonPress> settle(bool down, Instant at) noexcept;

    Timing timing_;
    bool contacts_down_ = false;  // as last heard
    bool down_ = false;           // as believed
    bool told_ = false;           // this press was long, and said so
    Instant since_ = Instant::min();
    Instant deaf_until_ = Instant::min();
};

}  // namespace giaoban::board
