#pragma once

#include <functional>
#include <memory>
#include <string>

#include "audio/ports/rate_converter.h"
#include "audio/ports/sound_port.h"
#include "board/alsa/pcm_device.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"

namespace giaoban::board {

/// A sound card as the box's microphone and speaker.
///
/// Cards are looked for, opened and closed by a thread of the port's own, at most once a second, so
/// that a USB device which takes its time holds up nobody. While there is no card, exchange() keeps
/// the time by the clock, and the meeting goes on unheard.
///
/// Units:      mono ticks of 20 ms at the rate given, whatever the card runs at.
/// Threading:  exchange() and health() on the audio thread; log lines come on the port's own thread.
/// Real time:  see SoundPort. The two threads meet in two atomic pointers.
/// Errors:     no card, a wrong card, a card that is busy: told in a log line when it changes, and
///             tried again after `retry`.
class AlsaPort final : public audio::SoundPort {
  public:
    /// Opens the best card there is, or says in words why there is none. Called on the port's thread.
    using Open = std::function<Expected<std::unique_ptr<PcmDevice>, std::string>()>;
    /// Told when a card was opened, lost or found missing. Called on the port's thread.
    using Log = std::function<void(const std::string& line)>;

    struct Timing {
        Milliseconds retry{1'000};
        Milliseconds tick{20};
    };

    AlsaPort(Open open, Log log) : AlsaPort(std::move(open), std::move(log), Timing{}) {}
    AlsaPort(Open open, Log log, Timing timing);
    ~AlsaPort() override;

    [[nodiscard]] Pace pace() const noexcept override { return Pace::device; }
    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept override;
    [[nodiscard]] audio::PortHealth health() const noexcept override;

  private:
    class Opener;
    std::unique_ptr<Opener> opener_;
};

}  // namespace giaoban::board
