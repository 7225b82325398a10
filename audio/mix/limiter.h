#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Brings a sum of talkers back into 16 bits without being heard.
///
/// While the sum fits, it is passed on bit for bit, later by `look_ahead`. A sum that does not fit
/// is turned down by one smooth gain that is already there when the peak comes, stays while more
/// such peaks come, and goes back so slowly that the level of who goes on speaking is not heard to
/// move (no pumping).
///
/// Units:      samples of one channel; gain as a factor.
/// Threading:  not synchronised; one thread owns it. A copy goes on where the first one stood.
/// Real time:  no memory beyond the object; process() takes time in proportion to the samples.
/// Errors:     none; any sum is taken. Spans of unequal length stop the program (ensure).
/// Source:     the look-ahead limiter of the field (Zoelzer, DAFX, chapter 4.2); the figures are
///             derived beside the constants in limiter.cpp.
class Limiter {
  public:
    static constexpr Samples look_ahead = Samples{std::chrono::milliseconds{5}};

    explicit Limiter(SampleRate rate) noexcept;

    /// Takes whole milliseconds of sum, and gives as many samples from `look_ahead` ago.
    void process(std::span<const std::int32_t> sum, std::span<std::int16_t> out) noexcept;

    /// The gain at the end of what was given out: 1 while nothing is turned down.
    [[nodiscard]] float gain() const noexcept { return gain_; }

    /// As new: silence in the delay line, gain 1.
    void reset() noexcept;

  private:
    static constexpr std::size_t blocks_ahead = 5;  // of 1 ms
    static constexpr std::size_t largest_block = 48;

    struct Block {
        std::array<std::int32_t, largest_block> sum{};
        float allowed = 1.0F;
    };

    void take(std::span<const std::int32_t> sum) noexcept;
    void give(std::span<std::int16_t> out) noexcept;
    [[nodiscard]] float gain_after_this_block() noexcept;
    [[nodiscard]] const Block& ahead(std::size_t blocks) const noexcept;

    std::size_t block_size_;
    std::array<Block, blocks_ahead + 1> blocks_{};
    std::size_t oldest_ = 0;
    float gain_ = 1.0F;
    int hold_ = 0;
};

}  // namespace giaoban::audio
