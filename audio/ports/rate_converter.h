#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace giaoban::audio {

/// Turns ticks of one rate into ticks of another, going on where the last tick ended.
///
/// Units:      `in` and `out` are the same length of time at their rates.
/// Threading:  one thread at a time.
/// Real time:  convert() takes no memory.
class RateConverter {
  public:
    RateConverter() = default;
    RateConverter(const RateConverter&) = delete;
    RateConverter& operator=(const RateConverter&) = delete;
    virtual ~RateConverter() = default;

    /// Always fills all of `out`.
    virtual void convert(std::span<const std::int16_t> in,
                         std::span<std::int16_t> out) noexcept = 0;
};

/// How a port that finds a device of another rate is given a converter: (from, to) in hertz. The
/// converter lives in audio/voice, which a board may not know.
using MakeRateConverter =
    std::function<std::unique_ptr<RateConverter>(std::int32_t from_hz, std::int32_t to_hz)>;

}  // namespace giaoban::audio
