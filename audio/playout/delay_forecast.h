#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// How long to wait for what comes next, so that waiting longer would cost more than it mends.
///
/// A stall that is longer than the depth is heard as one gap, however many frames it holds back, and a
/// deeper buffer makes that gap shorter by as much as it is deeper. So time is cut into blocks, each
/// known by the longest wait in it: depth costs itself all the time, and saves itself once in each
/// block that is longer. If a second of gap is as bad as `w` seconds of speech that come one second
/// later, the sum is least where one block in w / block is longer.
///
/// Units:      Samples on this machine's clock less the sender's, as LatenessEstimator has them.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  takes no memory; a note orders at most `blocks` numbers.
/// Errors:     none; before the first note all answers are zero.
class DelayForecast {
  public:
    /// A gap takes about so long to be given back, at 1.5 times the speed: two in a block are one.
    static constexpr Samples block = std::chrono::milliseconds{250};
    /// 6 s with anything in them. Twice as long is no better on recorded mobile links, and a link that
    /// has become good should be heard to be so within 5 s.
    static constexpr std::size_t blocks = 24;
    static constexpr std::size_t recent = 16;

    /// One block in `late_one_in` may be longer than wait().
    explicit DelayForecast(std::size_t late_one_in) noexcept : late_one_in_(late_one_in) {}

    /// Something could be played from `wait` after its end on.
    void note(Samples wait, Samples at) noexcept;
    /// The clocks' difference has changed by that much.
    void shift(Samples by) noexcept;

    [[nodiscard]] Samples wait() const noexcept { return wait_; }
    /// What all of the last 4 s keep.
    [[nodiscard]] Samples longest() const noexcept { return longest_recently_; }
    /// What half of the blocks keep.
    [[nodiscard]] Samples median() const noexcept { return median_; }
    /// What only one block in ten keeps: the link at its best.
    [[nodiscard]] Samples best() const noexcept { return best_; }
    void forget() noexcept;

  private:
    void work_out() noexcept;

    std::size_t late_one_in_;
    std::array<Samples, blocks> longest_{};  // a ring by block, of those in which anything came
    std::size_t newest_ = 0;
    std::size_t count_ = 0;
    std::int64_t block_ = 0;
    Samples wait_{0};
    Samples longest_recently_{0};
    Samples median_{0};
    Samples best_{0};
};

}  // namespace giaoban::audio
