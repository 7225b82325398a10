#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/ports/microphone.h"

namespace giaoban::audio {

/// A microphone that hears a recording, once or over and over.
///
/// Units:      samples at the rate of the port that it serves.
/// Threading and real time: as a Microphone.
class RecordedMicrophone final : public Microphone {
  public:
    enum class After : std::uint8_t { silence, again };

    /// `before` samples of silence, then the recording.
    RecordedMicrophone(std::vector<std::int16_t> recording, After after, std::size_t before = 0);

    void read(std::span<std::int16_t> heard) noexcept override;

  private:
    std::vector<std::int16_t> recording_;
    After after_;
    std::size_t before_;
    std::size_t at_ = 0;
};

}  // namespace giaoban::audio
