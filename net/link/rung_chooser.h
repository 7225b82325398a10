#pragma once

#include <array>
#include <optional>

#include "config/vocab/time.h"
#include "net/link/direction_reading.h"
#include "net/link/rung.h"

namespace giaoban::net {

/// Between which steps a direction may be; equal: it stays there. And in which form, if that is not to follow the
/// loss.
struct RungBounds {
    RungStep least{0};
    RungStep most = widest_step;
    std::optional<RungForm> form;

    friend bool operator==(const RungBounds&, const RungBounds&) = default;
};

/// Which rung one direction of one link is given.
///
///   a queue that grows, stands or overflows   down at once, as far as the rate that came through says, so that
///                                             the queue is drained within 4 s; then to what the link carries
///   loss without that                         the step stays, its form becomes the redundant one; plain again after
///                                             30 s without
///   quiet for a while                         one step up, as a trial: 4 s at first; when a trial fails, it is tried
///                                             again after three times as long, up to 2 minutes
///
/// A trial is the real thing: whoever listens hears the better rung. What it risks is bounded: one step is 1.5 times
/// the bits at most, and noticed and taken back within 1 s and a round trip, so that 0.5 s of queue are drained again
/// in as many seconds. Padding would risk as much queue, and be of use to nobody.
///
/// It does nothing by itself: a link about which nothing is said stays at its rung.
///
/// Units:      steps of net/link's ladder. Threading: not synchronised. Real time: no memory.
/// Errors:     none; readings may say anything.
class RungChooser {
  public:
    /// Begins at the step nearest to `start` within bounds.
    RungChooser(const RungBounds& bounds, RungStep start) noexcept;

    /// `round_trip`: how long a change takes until it is seen in what is read here.
    void on_reading(const DirectionReading& reading, Duration round_trip, Instant now) noexcept;

    [[nodiscard]] RungIndex rung() const noexcept { return rung_of(step_, form_); }
    [[nodiscard]] bool is_fixed() const noexcept {
        return bounds_.least == bounds_.most && bounds_.form.has_value();
    }

  private:
    void go_down(const DirectionReading& reading, Duration round_trip, Instant now) noexcept;
    void go_up(Instant now) noexcept;
    void follow_loss(const DirectionReading& reading, Duration passed) noexcept;
    [[nodiscard]] bool trial_loses(Instant now) const noexcept;
    [[nodiscard]] Duration& wait_for(RungStep step) noexcept {
        return waits_[static_cast<std::size_t>(step)];
    }
    [[nodiscard]] RungStep carried_by(double bps) const noexcept;

    RungBounds bounds_;
    RungStep step_;
    RungForm form_;
    double loss_ = 0;
    Duration lossless_for_{};
    Duration quiet_for_{};
    std::array<Duration, step_count> waits_{};  ///< before it goes up to that step
    RungStep drained_to_{0};  ///< where it goes when the queue is gone that it drains now
    Instant read_at_ = Instant::min();
    Instant settled_at_ = Instant::min();
    struct Trial {
        RungStep from{};
        Instant began{};
        double loss_before = 0;
    };
    std::optional<Trial> trial_;
};

}  // namespace giaoban::net
