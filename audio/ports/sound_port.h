#pragma once

#include <cstdint>
#include <span>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Whether the port has a device at this moment.
enum class PortState : std::uint8_t { running, absent };

/// What a port has been through since it was made.
struct PortHealth {
    PortState state = PortState::running;
    std::uint64_t captured_too_late = 0;  ///< Overruns: sound of the microphone was lost.
    std::uint64_t played_too_late = 0;    ///< Underruns: the speaker had nothing to play.
    std::uint64_t opened = 0;  ///< How often a device was opened; the second is a replug.
};

/// A microphone and a speaker that keep one clock: what a box hears and says with.
///
/// Units:      mono, 16 bits, at the rate that the port was made for, one tick a call.
/// Threading:  the audio thread alone calls exchange() and health().
/// Real time:  exchange() waits for its device and for nothing else, and takes no memory.
/// Errors:     a device that fails or goes away is weather: the microphone is silent then, what is
///             played is dropped, the calls still take a tick each, and health() tells.
class SoundPort {
  public:
    /// Who keeps the time: `device` blocks in exchange() for a tick; `caller` returns at once and
    /// is called once a tick.
    enum class Pace : std::uint8_t { device, caller };

    SoundPort() = default;
    SoundPort(const SoundPort&) = delete;
    SoundPort& operator=(const SoundPort&) = delete;
    virtual ~SoundPort() = default;

    [[nodiscard]] virtual Pace pace() const noexcept = 0;

    /// Fills `captured` with the tick that was last heard and hands over the tick to play next.
    /// Both are one tick long.
    virtual void exchange(std::span<std::int16_t> captured,
                          std::span<const std::int16_t> to_play) noexcept = 0;

    [[nodiscard]] virtual PortHealth health() const noexcept = 0;
};

}  // namespace giaoban::audio
