#pragma once

#include <cstdint>
#include <span>

#include "audio/ports/microphone.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// A microphone that hears a tone which comes and goes, so that level, place and gaps can be judged
/// at the other end, and so that two boxes can be told apart by their tones.
///
/// Units:      hertz; the peak in steps of 16-bit sound.
/// Threading and real time: as a Microphone.
class TestSignal final : public Microphone {
  public:
    struct Settings {
        std::int32_t tone_hz = 440;
        std::int16_t peak = 8'000;
        Samples on{std::chrono::milliseconds{300}};  ///< About a syllable and the pause after it.
        Samples off{std::chrono::milliseconds{100}};
    };

    TestSignal(const Settings& settings, SampleRate rate) noexcept;

    void read(std::span<std::int16_t> heard) noexcept override;

  private:
    Settings settings_;
    SampleRate rate_;
    std::size_t on_ = 0;
    std::size_t period_ = 0;
    std::size_t at_ = 0;
    double phase_ = 0.0;
};

}  // namespace giaoban::audio
