#pragma once

#include <cstdint>

#include "config/vocab/time.h"

namespace giaoban::board {

/// When the next tick is due while no card says so, and whether a card keeps time at all: ALSA's
/// `null` and `file` devices answer at once, for ever.
///
/// A card is untimed when a second's worth of its ticks took less than half a second: no crystal is
/// that far off (they keep to 0.05 %), and no full buffer holds that much (160 ms).
///
/// Threading:  one thread. Real time: takes no memory.
class Cadence {
  public:
    explicit Cadence(Milliseconds tick) noexcept : tick_(tick) {}

    void new_device() noexcept;

    /// Called once a tick, after it. Answers when the next one begins, should the clock keep the time.
    [[nodiscard]] Instant next_tick(Instant now, bool by_clock) noexcept;

    [[nodiscard]] bool untimed() const noexcept { return untimed_; }

  private:
    static constexpr std::uint32_t ticks_watched = 50;

    Milliseconds tick_;
    Instant due_ = Instant::min();
    Instant watch_began_ = Instant::min();
    std::uint32_t watched_ = 0;
    bool untimed_ = false;
};

}  // namespace giaoban::board
