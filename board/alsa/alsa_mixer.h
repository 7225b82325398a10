#pragma once

#include <string>

#include "board/alsa/mixer_plan.h"

namespace giaoban::board {

/// Sets up the mixer of a card, "hw:1" or a control device of asound.conf, as mixer_plan() says; at each plug-in, since a USB
/// card comes back as its maker likes it.
///
/// Answers in words what was done, for the log: "speaker PCM -6.0 dB; microphone Mic 80 %", or why nothing was.
/// Threading:  one thread at a time; it may take as long as a USB device does.
[[nodiscard]] std::string set_up_mixer(const std::string& card, const MixerLevels& levels);

}  // namespace giaoban::board
