#pragma once

#include <cstdint>

#include "net/wire/presses.h"

namespace giaoban::net {

/// Counts one box's presses at the mixing box, each exactly once, over any number of sessions.
///
/// A box that starts again has a new epoch and begins from 0. A mixing box that starts again and goes on with the floor
/// as it was goes on counting from there (recall()). One that knows nothing goes on from what the box was last told
/// that was counted; a press that the former mixing box counted but could not confirm any more is counted anew, as the
/// floor that it changed is gone.
///
/// Threading:  not synchronised.
/// Real time:  takes no memory.
/// Errors:     counters that run backwards within an epoch are an old state and count nothing.
class PressLedger {
  public:
    struct News {
        std::uint32_t short_presses = 0;
        std::uint32_t long_presses = 0;

        [[nodiscard]] bool any() const noexcept { return short_presses > 0 || long_presses > 0; }
    };

    /// `counted` is what the box was last told (BoxState::counted).
    [[nodiscard]] News on_state(const PressCount& presses, const PressCount& counted) noexcept;

    /// What was counted when the floor was as it is now: presses after that are counted (again).
    void recall(const PressCount& counted) noexcept { counted_ = counted; }

    /// To be told to the box (MeetingView::counted).
    [[nodiscard]] const PressCount& counted() const noexcept { return counted_; }

  private:
    PressCount counted_;
};

}  // namespace giaoban::net
