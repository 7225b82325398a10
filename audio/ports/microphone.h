#pragma once

#include <cstdint>
#include <span>

namespace giaoban::audio {

/// Where sound comes from when no device keeps the time: a recording or a test signal.
///
/// Units:      mono, 16 bits, at the rate it was made for.
/// Threading:  the audio thread.
/// Real time:  takes no memory and waits for nothing.
class Microphone {
  public:
    Microphone() = default;
    Microphone(const Microphone&) = delete;
    Microphone& operator=(const Microphone&) = delete;
    virtual ~Microphone() = default;

    /// Fills all of `heard`; with silence once there is nothing more.
    virtual void read(std::span<std::int16_t> heard) noexcept = 0;
};

}  // namespace giaoban::audio
