#pragma once

#include <cstdint>
#include <optional>

#include "net/link/rung.h"

namespace giaoban::mixer {

/// Which packets of everybody's mix one listener is sent, while it goes from one rung to another: nothing is lost and
/// nothing comes twice.
///
/// The packets of all rungs that are in use are shown to it, in the order in which they were made. It waits until the
/// new rung's encoder runs, then goes over where frames of both rungs end together: the old rung ends within 0.3 s.
///
/// Units:      ticks of 20 ms on the media clock.
/// Threading:  not synchronised; the network thread's. Real time: no memory. Errors: none.
class ListenerRung {
  public:
    explicit ListenerRung(net::RungIndex rung) noexcept : now_(rung), wanted_(rung) {}

    void want(net::RungIndex rung) noexcept;
    /// Its microphone opens on now(): it stays on that for the time that the order takes, a second at most.
    void stay() noexcept;

    /// Whether it is sent that packet, whose first tick is `tick`.
    [[nodiscard]] bool takes(net::RungIndex rung, std::int64_t tick) noexcept;

    [[nodiscard]] net::RungIndex now() const noexcept { return now_; }
    [[nodiscard]] net::RungIndex wanted() const noexcept { return wanted_; }

  private:
    void give_up_going_over() noexcept;
    void go_over() noexcept;

    net::RungIndex now_;
    net::RungIndex wanted_;
    std::int64_t since_ = 0;       ///< its first tick on the rung that it is on
    std::int64_t newest_end_ = 0;  ///< of all that was shown
    std::int64_t not_before_ = 0;
    std::optional<std::int64_t> over_at_;  ///< the first tick on the wanted rung
};

}  // namespace giaoban::mixer
