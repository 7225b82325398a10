#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace giaoban::board {

/// What a call to a sound device came to.
enum class PcmResult : std::uint8_t {
    done,
    overrun,    ///< The microphone's buffer was full before it was read.
    underrun,   ///< The speaker's buffer was empty before it was filled.
    suspended,  ///< The machine slept.
    gone,       ///< Unplugged, or so broken that only opening it again can help.
};

/// One opened sound card, both ways: the seam at which tests put faults in.
///
/// Units:      mono, 16 bits, one tick a call, at the rate of the port.
/// Threading:  one thread at a time.
/// Real time:  capture() waits for the card, at most for a few ticks; no call takes memory.
/// Errors:     as PcmResult; nothing is thrown.
class PcmDevice {
  public:
    PcmDevice() = default;
    PcmDevice(const PcmDevice&) = delete;
    PcmDevice& operator=(const PcmDevice&) = delete;
    virtual ~PcmDevice() = default;

    [[nodiscard]] virtual PcmResult capture(std::span<std::int16_t> heard) noexcept = 0;
    [[nodiscard]] virtual PcmResult play(std::span<const std::int16_t> said) noexcept = 0;

    /// Starts both ways anew after anything but `gone`: the speaker's buffer holds silence then, and
    /// the microphone's is empty. Also the first start. `gone` when it cannot be done.
    [[nodiscard]] virtual PcmResult restart() noexcept = 0;

    /// "Jabra SPEAK 510 USB, 16000 Hz, 1 and 2 channels, period 320", for the log.
    [[nodiscard]] virtual const std::string& description() const noexcept = 0;
};

}  // namespace giaoban::board
