#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audio/ports/sound_port.h"
#include "audio/wav/wav_speaker.h"
#include "config/box_config.h"
#include "config/vocab/time.h"

namespace giaoban::box {

/// The box's microphone and speaker, as configured.
struct Sound {
    std::unique_ptr<audio::SoundPort> port;
    /// Where what is played is written; none unless the speaker is a file.
    std::shared_ptr<audio::WavSpeaker::File> heard;
    /// Whether a real microphone may hear a real speaker.
    bool card = false;
};

/// Throws StartupError for a file that cannot be read or written. A card that is not there is no such
/// error: it may be plugged in later. `log` is called on a thread of the port's own.
[[nodiscard]] Sound make_sound(const config::BoxConfig::Sound& settings, Milliseconds start_delay,
                               std::function<void(const std::string&)> log);

}  // namespace giaoban::box
