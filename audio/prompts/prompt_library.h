#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/prompts/prompt.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// The spoken prompts of one language, in memory.
///
/// Units:      mono, 16 bits, at the rate asked for.
/// Threading:  does not change once made; any thread may read.
/// Real time:  sound() only looks up. At 16 kHz the sound stays where it is in the program's own
///             image; at another rate it is converted once, here.
/// Errors:     the sound is made by espeak-ng when the program is built, and checked by a test: a
///             broken table is our bug (ensure).
class PromptLibrary {
  public:
    PromptLibrary(Language language, SampleRate rate);

    [[nodiscard]] std::span<const std::int16_t> sound(Prompt prompt) const noexcept;

  private:
    std::array<std::span<const std::int16_t>, prompt_count> sounds_{};
    std::vector<std::vector<std::int16_t>> converted_;
};

}  // namespace giaoban::audio
