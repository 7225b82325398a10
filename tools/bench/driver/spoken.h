#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/vocab/samples.h"
#include "net/link/rung.h"

namespace giaoban::bench {

/// Speech that was encoded before the meeting, so that a driven box costs next to nothing while it
/// speaks: packets of one rung, to be repeated from the first after the last.
///
/// `file` is a WAV of 16 kHz; without one it is a voice made of harmonics that rises and falls as syllables do.
/// Errors: StartupError when the file cannot be read.
[[nodiscard]] std::vector<std::vector<std::byte>> spoken(const net::Rung& rung, Samples length,
                                                         const std::string& file, int voice);

}  // namespace giaoban::bench
