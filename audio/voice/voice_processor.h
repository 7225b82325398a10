#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// What is done to the microphone's sound.
struct VoiceSettings {
    bool remove_echo = true;
    bool reduce_noise = true;
    bool level_gain = true;
    /// From the moment when a tick is handed to the port until the last of its echo is heard: what
    /// the sound card holds (two periods each way, 80 ms) and the reverberation of a meeting room.
    Milliseconds echo_tail{240};
};

/// Cleans what a room's microphone hears: takes out the echo of the room's own speaker, lowers
/// steady noise, and brings near and far talkers to one level.
///
/// Units:      mono, 16 bits; every call is one tick of 20 ms at the rate it was made for.
/// Threading:  the audio thread.
/// Real time:  all memory is taken when it is made; but for statistics inside webrtc-audio-processing,
///             which take some about five times a second (see README.md).
/// Errors:     none; another length than a tick stops the program (ensure).
/// Source:     webrtc-audio-processing 1.x where it is there when the program is built, else
///             libspeexdsp.
class VoiceProcessor {
  public:
    VoiceProcessor() = default;
    VoiceProcessor(const VoiceProcessor&) = delete;
    VoiceProcessor& operator=(const VoiceProcessor&) = delete;
    virtual ~VoiceProcessor() = default;

    /// Cleans `captured` in place; `played` is the tick that was handed to the port beside it.
    virtual void process(std::span<std::int16_t> captured,
                         std::span<const std::int16_t> played) noexcept = 0;
};

[[nodiscard]] std::unique_ptr<VoiceProcessor> make_voice_processor(const VoiceSettings& settings,
                                                                   SampleRate rate);

/// Which library does it in this build, for the start-up log.
[[nodiscard]] std::string_view voice_library() noexcept;

}  // namespace giaoban::audio
