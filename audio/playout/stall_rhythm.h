#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Notices stalls that come on a schedule, and says when the next is due, so that playout can be deep
/// for just that long. Mobile devices tune away to listen to another network's paging channel, on that
/// network's cycle (1xEV-DO phones every 5.12 s, phones with two cards every 1.28 or 2.56 s);
/// satellites hand over on the quarter minute.
///
/// Units:      Samples on this machine's clock.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  takes no memory; a stall is compared with `remembered` others.
/// Errors:     none: where there is no rhythm, nothing is due.
class StallRhythm {
  public:
    static constexpr Samples shortest_period = std::chrono::seconds{1};
    static constexpr Samples longest_period = std::chrono::seconds{20};
    static constexpr std::size_t remembered = 24;

    /// Packets that should have come from `start` on were held back for `length`.
    void note(Samples start, Samples length) noexcept;
    /// How long the stall that is due about now may be; zero if none is.
    [[nodiscard]] Samples due(Samples now) noexcept;
    /// Whether what comes in now was held back by a stall that was on schedule.
    [[nodiscard]] bool explains(Samples now) const noexcept { return now < explained_until_; }
    [[nodiscard]] Samples period() const noexcept { return period_; }
    void forget() noexcept;

  private:
    struct Stall {
        Samples start{0};
        Samples length{0};
    };

    [[nodiscard]] const Stall* at(Samples start, Samples tolerance) const noexcept;
    void find(const Stall& newest) noexcept;

    std::array<Stall, remembered> stalls_{};
    std::size_t count_ = 0;  // all that were noted; the newest `remembered` are kept
    Samples period_{0};      // zero: no rhythm
    Samples next_{0};
    Samples length_{0};
    Samples explained_until_{0};
    int missed_ = 0;
};

}  // namespace giaoban::audio
