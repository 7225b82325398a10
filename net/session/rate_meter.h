#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "config/vocab/time.h"

namespace giaoban::net {

/// How fast bytes went by in the last 5 s.
///
/// 5 s hold one heartbeat and one report of an idle box, and a change is seen soon enough by eye.
///
/// Threading:  not synchronised.
/// Real time:  takes no memory.
class RateMeter {
  public:
    static constexpr Duration step = Milliseconds{500};
    static constexpr std::size_t steps = 10;

    void add(std::size_t bytes, Instant now) noexcept;
    [[nodiscard]] std::uint32_t bits_per_second(Instant now) const noexcept;

  private:
    std::array<std::uint32_t, steps> bytes_{};
    std::int64_t newest_ = 0;  // the step that was added to last, counted from the clock's start
};

}  // namespace giaoban::net
