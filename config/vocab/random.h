#pragma once

#include <array>
#include <cstdint>

#include "config/vocab/bytes.h"

namespace giaoban {

/// Where random bytes come from: the kernel in a daemon (net/keys), a seed in tests and scenarios.
/// A core that needs chance takes one as an argument, so that the same seed gives the same meeting.
///
/// Threading:  one thread a source.
/// Errors:     none: a source that cannot give randomness stops the program.
class RandomSource {
  public:
    RandomSource() = default;
    RandomSource(const RandomSource&) = delete;
    RandomSource& operator=(const RandomSource&) = delete;
    virtual ~RandomSource() = default;

    virtual void fill(MutableBytes bytes) noexcept = 0;

    [[nodiscard]] std::uint32_t u32() noexcept;
    [[nodiscard]] std::uint64_t u64() noexcept;
    /// Evenly from [0, bound), without the bias of a remainder. `bound` is not 0 (ensure).
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept;
    /// Evenly from [0, 1).
    [[nodiscard]] double unit() noexcept;
};

/// The same bytes for the same seed, on any machine. For tests, scenarios and simulated links;
/// never for keys.
///
/// Real time:  allocates nothing.
/// Source:     Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021):
/// xoshiro256**, its state
///             filled from the seed by SplitMix64 as they advise.
class SeededRandom final : public RandomSource {
  public:
    explicit SeededRandom(std::uint64_t seed) noexcept;

    void fill(MutableBytes bytes) noexcept override;

  private:
    std::uint64_t next() noexcept;

    std::array<std::uint64_t, 4> state_{};
};

}  // namespace giaoban
