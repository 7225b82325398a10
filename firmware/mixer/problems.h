#pragma once

#include <chrono>
#include <cstdint>

#include "config/vocab/time.h"
#include "net/wire/box_row.h"

namespace giaoban::mixer {

/// Adds to a row of the meeting's table what is wrong with that box, as far as its own figures show it; each problem
/// once, in the order of the enum.
///
/// `unheard`: since when its open microphone has given no sound. Speech has pauses, and a speakerphone may make them
/// silence to the last bit: what is shorter than `longest_pause` is one of them.
///
/// Threading: no state. Errors: none.
// A room in which nobody speaks is at -60 dB or so; a microphone that is switched off is digital silence.
inline constexpr std::int8_t silence_db = -75;
inline constexpr Duration longest_pause = std::chrono::seconds(5);
void note_problems(net::BoxRow& row, Duration unheard);

}  // namespace giaoban::mixer
