#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "audio/ports/rate_converter.h"

namespace giaoban::audio {

/// A band-limited rate converter for mono sound (windowed sinc, polyphase).
///
/// Units:      rates in hertz, 8 to 192 kHz; the delay is that of a linear-phase filter, under 2 ms
///             between 16 and 48 kHz.
/// Threading:  one thread at a time.
/// Real time:  all memory is taken in the constructor.
/// Errors:     a rate outside the range stops the program (ensure): whoever reads a file or a device
///             has checked it.
/// Source:     libspeexdsp, quality 5; what it lets through of an alias is measured in the test.
class Resampler final : public RateConverter {
  public:
    Resampler(std::int32_t from_hz, std::int32_t to_hz);
    ~Resampler() override;

    void convert(std::span<const std::int16_t> in, std::span<std::int16_t> out) noexcept override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A MakeRateConverter.
[[nodiscard]] std::unique_ptr<RateConverter> make_resampler(std::int32_t from_hz,
                                                            std::int32_t to_hz);

/// All of a recording at another rate, as long in time as before. At start only: it takes memory.
[[nodiscard]] std::vector<std::int16_t> resampled(std::span<const std::int16_t> sound,
                                                  std::int32_t from_hz, std::int32_t to_hz);

}  // namespace giaoban::audio
