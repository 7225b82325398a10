#include "tests/scenarios/voice.h"

#include <bit>
#include <cstdlib>

namespace giaoban::scenarios::voice {

std::optional<Heard> read(std::int16_t level) noexcept {
    if (level < unit) return std::nullopt;
    const auto voices = static_cast<unsigned>(level / unit);
    const int low = level % unit;
    if (voices >= 1U << count) return std::nullopt;
    const int together = std::popcount(voices);
    const int least = together * (rounding - 1);
    const int most = together * ((frames - 1) * frame_step + rounding + 1);
    if (low < least || low > most) return std::nullopt;
    Heard heard{.voices = static_cast<std::uint8_t>(voices), .frame = std::nullopt};
    if (together == 1) {
        if (low % frame_step == 0) return std::nullopt;
        heard.frame = static_cast<std::uint32_t>(low / frame_step);
    }
    return heard;
}

std::int16_t level_of(std::span<const std::int16_t> block) noexcept {
    const int first = block.front();
    const int last = block.back();
    // A mix of four moves by less than one rounding; what moves more is another level or a fade.
    for (const std::size_t at : {block.size() / 4, block.size() / 2, 3 * block.size() / 4}) {
        const int here = block[at];
        if (std::abs(here - first) > 1 && std::abs(here - last) > 1) return unclear;
    }
    return block[block.size() / 2];
}

}  // namespace giaoban::scenarios::voice
