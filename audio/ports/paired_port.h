#pragma once

#include <memory>

#include "audio/ports/microphone.h"
#include "audio/ports/sound_port.h"
#include "audio/ports/speaker.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

/// Any microphone with any speaker, as a port that its caller paces.
class PairedPort final : public SoundPort {
  public:
    PairedPort(std::unique_ptr<Microphone> microphone, std::unique_ptr<Speaker> speaker)
        : microphone_(std::move(microphone)), speaker_(std::move(speaker)) {
        ensure(microphone_ != nullptr && speaker_ != nullptr, "a port has both ends");
    }

    [[nodiscard]] Pace pace() const noexcept override { return Pace::caller; }

    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept override {
        microphone_->read(captured);
        speaker_->write(to_play);
    }

    [[nodiscard]] PortHealth health() const noexcept override { return PortHealth{.opened = 1}; }

  private:
    std::unique_ptr<Microphone> microphone_;
    std::unique_ptr<Speaker> speaker_;
};

}  // namespace giaoban::audio
