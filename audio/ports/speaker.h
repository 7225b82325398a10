#pragma once

#include <cstdint>
#include <span>

namespace giaoban::audio {

/// Where sound goes when no device keeps the time: a file, or nowhere.
///
/// Units, threading, real time: as a Microphone.
class Speaker {
  public:
    Speaker() = default;
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;
    virtual ~Speaker() = default;

    virtual void write(std::span<const std::int16_t> said) noexcept = 0;
};

/// A speaker that nobody hears.
class NoSpeaker final : public Speaker {
  public:
    void write(std::span<const std::int16_t>) noexcept override {}
};

}  // namespace giaoban::audio
