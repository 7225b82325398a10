#pragma once

#include <cstdint>
#include <span>

#include "audio/ports/sound_port.h"
#include "board/alsa/pcm_device.h"

namespace giaoban::board {

/// The rules of exchanging ticks with a device that may stumble: counts what went wrong, starts it
/// again, and says when it has to be given up. It does not know ALSA, nor the time.
///
/// Threading:  the audio thread.
/// Real time:  as the device's calls; takes no memory.
/// Errors:     a device that needs `most_restarts` in a row without one good tick between is given
///             up as gone: it would stand in xruns for ever.
class Duplex {
  public:
    /// Half a second of ticks: longer than any stall of a busy machine that is worth sitting out.
    static constexpr std::uint32_t most_restarts = 25;

    enum class Outcome : std::uint8_t { ticked, stumbled, gone };

    /// Takes over a device that was just opened, and starts it.
    [[nodiscard]] Outcome take(PcmDevice& device) noexcept;

    /// One tick: what was heard, and what to play next. `heard` is silence unless `ticked`.
    [[nodiscard]] Outcome exchange(PcmDevice& device, std::span<std::int16_t> heard,
                                   std::span<const std::int16_t> said) noexcept;

    [[nodiscard]] const audio::PortHealth& health() const noexcept { return health_; }

  private:
    [[nodiscard]] Outcome recover(PcmDevice& device, PcmResult result) noexcept;
    Outcome gone() noexcept;

    audio::PortHealth health_{.state = audio::PortState::absent};
    std::uint32_t restarts_in_a_row_ = 0;
};

}  // namespace giaoban::board
