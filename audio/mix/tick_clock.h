#pragma once

#include <cstdint>

#include "audio/playout/playout_words.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// Which ticks are due. Tick n is due at start + n * 20 ms, computed from the start each time, so
/// that nothing adds up: the ticks follow the clock for ever.
///
/// A thread that woke too late runs what it missed, up to `catch_up` ticks; what lies further back is skipped:
/// the media clock goes on by as much, without sound.
///
/// Units:      ticks counted from 0.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  plain arithmetic.
/// Errors:     none; a clock that stands still or goes back makes nothing due.
class TickClock {
  public:
    // 100 ms: what a box's playout covers at its usual depth. Later ticks would come too late to be
    // played, and a burst of them would delay the ones that still come in time.
    static constexpr std::int64_t catch_up = 5;

    explicit TickClock(Instant start) noexcept : start_(start) {}

    struct Due {
        std::int64_t skipped = 0;  ///< First let this many ticks pass without sound,
        std::int64_t run = 0;      ///< then run this many.
    };

    /// What is due at `now` and was not handed out before.
    [[nodiscard]] Due due(Instant now) noexcept;

    /// When the next tick is due.
    [[nodiscard]] Instant next_deadline() const noexcept { return instant_of(next_); }

    /// After a rest in which no ticks were wanted: lets all that lie before `now` pass.
    /// Answers how many they were.
    [[nodiscard]] std::int64_t skip_to(Instant now) noexcept;

    /// The number of the next tick.
    [[nodiscard]] std::int64_t next() const noexcept { return next_; }

  private:
    [[nodiscard]] Instant instant_of(std::int64_t tick) const noexcept;
    [[nodiscard]] std::int64_t first_not_before(Instant now) const noexcept;

    Instant start_;
    std::int64_t next_ = 0;
};

}  // namespace giaoban::audio
