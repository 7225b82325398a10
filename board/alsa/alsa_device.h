#pragma once

#include <memory>
#include <string>

#include "audio/ports/rate_converter.h"
#include "board/alsa/mixer_plan.h"
#include "board/alsa/pcm_device.h"
#include "config/vocab/expected.h"
#include "config/vocab/samples.h"

namespace giaoban::board {

/// Opens both ways of a card through ALSA, linked where the card can, so that they start as one.
/// Its mixer is set up first, for `levels`. `name` stands in the log. The error says which way failed, and why.
[[nodiscard]] Expected<std::unique_ptr<PcmDevice>, std::string> open_alsa_device(
    const std::string& address, const std::string& name, SampleRate rate,
    const audio::MakeRateConverter& make_converter, const MixerLevels& levels = {});

}  // namespace giaoban::board
