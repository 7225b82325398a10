#pragma once

#include <alsa/asoundlib.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "audio/ports/rate_converter.h"
#include "board/alsa/pcm_device.h"
#include "config/vocab/expected.h"
#include "config/vocab/samples.h"

namespace giaoban::board {

/// One direction of a card: agrees with it on rate, channels and period, and turns its sound into
/// mono ticks of the port's rate and back.
///
/// Threading:  one thread at a time. Real time: memory is taken in open() alone.
class AlsaStream {
  public:
    enum class Way : std::uint8_t { capture, playback };

    [[nodiscard]] static Expected<AlsaStream, std::string> open(
        const std::string& address, Way way, SampleRate rate,
        const audio::MakeRateConverter& make_converter);

    /// Waits for a tick of sound; `gone` after most_wait without any.
    [[nodiscard]] PcmResult read(std::span<std::int16_t> heard) noexcept;
    /// Never waits: what finds no room is dropped, which happens only between cards of two clocks.
    [[nodiscard]] PcmResult write(std::span<const std::int16_t> said) noexcept;

    [[nodiscard]] bool stop_and_prepare() noexcept;
    [[nodiscard]] bool fill_with_silence() noexcept;
    [[nodiscard]] bool start() noexcept;
    [[nodiscard]] bool link_to(AlsaStream& other) noexcept;

    /// The number of the card behind it, as in "hw:1"; less than 0: there is none (`null`, `file`).
    [[nodiscard]] int card() const noexcept;

    /// "16000 Hz, 1 channel, period 160, buffer 1280"
    [[nodiscard]] std::string description() const;

  private:
    struct Close {
        void operator()(snd_pcm_t* pcm) const noexcept { snd_pcm_close(pcm); }
    };

    AlsaStream() = default;
    [[nodiscard]] std::string negotiate(SampleRate rate);
    [[nodiscard]] std::string set_start_and_wakeup();
    [[nodiscard]] PcmResult write_frames(std::size_t frames) noexcept;

    std::unique_ptr<snd_pcm_t, Close> pcm_;
    std::unique_ptr<audio::RateConverter> converter_;  // none when the card has the port's rate
    unsigned hz_ = 0;
    unsigned channels_ = 0;
    snd_pcm_uframes_t period_ = 0;
    snd_pcm_uframes_t buffer_ = 0;
    std::size_t tick_frames_ = 0;            // of the card
    std::vector<std::int16_t> mono_;         // a tick at the card's rate
    std::vector<std::int16_t> interleaved_;  // the same, as the card has it
};

}  // namespace giaoban::board
