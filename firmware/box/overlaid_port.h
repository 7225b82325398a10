#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "audio/ports/microphone.h"
#include "audio/ports/sound_port.h"
#include "audio/ports/speaker.h"

namespace giaoban::box {

/// A card, one end of which is taken by something else: a recording speaks in place of its microphone,
/// or what it would play goes to a file.
///
/// Threading, real time: as SoundPort. The card keeps the time.
class OverlaidPort final : public audio::SoundPort {
  public:
    /// Either may be none: then the card's own end is used.
    OverlaidPort(std::unique_ptr<audio::SoundPort> card,
                 std::unique_ptr<audio::Microphone> microphone,
                 std::unique_ptr<audio::Speaker> speaker)
        : card_(std::move(card)),
          microphone_(std::move(microphone)),
          speaker_(std::move(speaker)) {}

    [[nodiscard]] Pace pace() const noexcept override { return card_->pace(); }

    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept override {
        if (speaker_) {
            speaker_->write(to_play);
            card_->exchange(captured, std::span(silence_).first(to_play.size()));
        } else {
            card_->exchange(captured, to_play);
        }
        if (microphone_) microphone_->read(captured);
    }

    [[nodiscard]] audio::PortHealth health() const noexcept override { return card_->health(); }

  private:
    std::unique_ptr<audio::SoundPort> card_;
    std::unique_ptr<audio::Microphone> microphone_;
    std::unique_ptr<audio::Speaker> speaker_;
    std::array<std::int16_t, 960> silence_{};  // a tick of 20 ms at 48 kHz
};

}  // namespace giaoban::box
