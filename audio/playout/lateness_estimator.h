#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// How long packets are on their way: what the clocks differ by, and what is usual.
///
/// It keeps the transits of the last frames in order and answers quantiles of them. A transit is the
/// arrival here less the end of the frame on the sender's clock; the two clocks have nothing to do
/// with each other, so only differences mean anything. There is no separate estimate of the
/// clocks' drift: at 200 ppm the window of 512 frames of 20 ms moves by 2 ms from end to end.
///
/// Units:      Samples, on this machine's clock less the sender's.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  takes no memory; a note moves on average 2 KiB within the ordered window.
/// Errors:     none; before the first note all answers are zero.
/// Source:     RFC 3550 section 6.4.1 for jitter(). The quantile of a window follows Moon, Kurose and
///             Towsley, "Packet audio playout delay adjustment" (1998), algorithm 3.
class LatenessEstimator {
  public:
    static constexpr std::size_t window = 512;
    /// Frames that are older than this say nothing of the link as it is: mobile links change with
    /// the scheduler's mood in seconds. With frames of 20 ms the window itself ends after 10 s.
    static constexpr Samples memory = std::chrono::seconds{20};

    /// One frame in `late_one_in` may be later than on_time().
    explicit LatenessEstimator(std::uint32_t late_one_in) noexcept : late_one_in_(late_one_in) {}

    /// A frame could be played from `at` on, which is `transit` after its end.
    void note(Samples transit, Samples at) noexcept;
    /// The difference to the packet before, for jitter(); in the order of arrival.
    void note_jitter(Samples transit) noexcept;

    /// The stream went on after a pause; its first packet took `transit`. What is known of lateness
    /// stays, but moves by what the clocks may have drifted apart in that time. Answers by how much.
    [[nodiscard]] Samples follow_pause(Samples transit, Samples pause) noexcept;
    /// The sender's clock is another one now: what is known of lateness stays relative to this.
    /// Answers by how much it moves.
    [[nodiscard]] Samples rebase(Samples transit) noexcept;

    /// The transit that all but one frame in `late_one_in` keep.
    [[nodiscard]] Samples on_time() const noexcept;
    [[nodiscard]] Samples quickest() const noexcept {
        return count_ == 0 ? Samples{0} : ordered_[0];
    }
    [[nodiscard]] Samples typical() const noexcept {
        return count_ == 0 ? Samples{0} : ordered_[count_ / 2];
    }
    [[nodiscard]] Samples jitter() const noexcept { return jitter_sixteenths_ / 16; }
    [[nodiscard]] std::size_t seen() const noexcept { return count_; }

    void forget() noexcept;

  private:
    struct Entry {
        Samples transit{0};
        Samples at{0};
    };

    void drop_oldest() noexcept;
    Samples shift(Samples by) noexcept;

    std::uint32_t late_one_in_;
    std::array<Samples, window> ordered_{};
    std::array<Entry, window> history_{};
    std::size_t oldest_ = 0;
    std::size_t count_ = 0;
    Samples jitter_sixteenths_{0};
    Samples last_transit_{0};
    bool has_last_ = false;
};

}  // namespace giaoban::audio
