#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/mix/limiter.h"
#include "audio/mix/tick_clock.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// One distinct mix on its way from the sum to the encoders: limited, with its last 120 ms at hand,
/// so that a frame of any rung is cut from it when its last tick is there.
///
/// A line lives while somebody is heard in it and for a tail of silence afterwards.
///
/// Units:      ticks of 20 ms.
/// Threading:  not synchronised; one thread owns it. A copy goes on where the first one stood: that
///             is how a listener's mix becomes the mix without it, with no seam, when it gets the floor.
/// Real time:  all memory is in the object.
/// Errors:     none. A frame of more than 6 ticks, or spans of another length, stop the program
///             (ensure).
class MixLine {
  public:
    /// The longest frame of a rung: Opus packs at most 120 ms into a packet (RFC 6716 section 3.2.5).
    static constexpr std::size_t most_ticks_a_frame = 6;

    /// 200 ms of silence are sent after the last word: it is more than the 120 ms that a playout
    /// conceals, so that the end of speech is never taken for loss.
    static constexpr int tail_ticks = 10;

    explicit MixLine(SampleRate rate) noexcept;

    /// One tick of sum. `heard`: somebody contributes to it.
    void add(std::span<const std::int32_t> sum, bool heard) noexcept;

    /// Whether there is anything to send in the last `ticks` ticks.
    [[nodiscard]] bool lived_in_last(std::size_t ticks) const noexcept;

    /// Whether add() has anything to do when nobody is heard.
    [[nodiscard]] bool resting() const noexcept { return lived_ == 0; }

    /// The last `ticks` ticks of the mix, oldest first.
    void last(std::size_t ticks, std::span<std::int16_t> out) const noexcept;

    [[nodiscard]] float gain() const noexcept { return limiter_.gain(); }

  private:
    // 20 ms at 48 kHz.
    static constexpr std::size_t largest_tick = 960;

    std::size_t samples_a_tick_;
    Limiter limiter_;
    std::array<std::array<std::int16_t, largest_tick>, most_ticks_a_frame> ticks_{};
    std::size_t oldest_ = 0;
    std::uint32_t lived_ = 0;  // bit n: the tick n ago is to be sent
    int tail_ = 0;
};

}  // namespace giaoban::audio
