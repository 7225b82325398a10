#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audio/ports/rate_converter.h"
#include "board/alsa/alsa_port.h"
#include "board/alsa/card_choice.h"
#include "board/alsa/mixer_plan.h"
#include "config/vocab/samples.h"

namespace giaoban::board {

/// The sound cards of this machine.
[[nodiscard]] std::vector<CardDescription> alsa_cards();

/// How an AlsaPort finds its card: the best of alsa_cards() for `wanted` (see ranked()) that opens, or
/// the PCM of that name; its mixer is set up for `levels` each time. A card may also be named by its number.
[[nodiscard]] AlsaPort::Open alsa_opener(const std::string& wanted, SampleRate rate,
                                         audio::MakeRateConverter make_converter,
                                         const MixerLevels& levels = {});

}  // namespace giaoban::board
