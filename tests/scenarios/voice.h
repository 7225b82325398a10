#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace giaoban::scenarios {

/// What is spoken in a scenario: a level that says who speaks and which 20 ms of the turn it is, so that
/// what was heard can be read off the samples exactly, alone or in a mix.
///
/// A voice's level is 2048 times a power of two, so that a sum of voices tells all of them; below that, 4 times
/// the number of the frame (modulo 126, 2.52 s), plus 2 for what arithmetic rounds away. Four voices together stay
/// below 16 bits, where the limiter begins: 15 x 2048 + 4 x 502.
///
/// A level is only believed where it is held: of each 5 ms five samples are looked at, and what is neither even nor
/// one clean step is a fade, and says nothing.
namespace voice {

inline constexpr std::size_t count = 4;
inline constexpr int unit = 2048;
inline constexpr int frames = 126;
inline constexpr int frame_step = 4;
inline constexpr int rounding = 2;
/// What stands for "not clear".
inline constexpr std::int16_t unclear = -1;

[[nodiscard]] constexpr std::int16_t level(std::size_t which, std::uint32_t frame) noexcept {
    const int low = static_cast<int>(frame % frames) * frame_step + rounding;
    return static_cast<std::int16_t>((unit << which) + low);
}

/// Which voices are in a level, and the frame (modulo 126, 2.52 s) when it is one alone.
struct Heard {
    std::uint8_t voices = 0;  ///< bit n: voice n
    std::optional<std::uint32_t> frame;
};

/// Nothing for a level that no sum of voices makes.
[[nodiscard]] std::optional<Heard> read(std::int16_t level) noexcept;

/// The level of 5 ms of sound (80 samples at 16 kHz); `unclear` when it is none.
[[nodiscard]] std::int16_t level_of(std::span<const std::int16_t> block) noexcept;

}  // namespace voice
}  // namespace giaoban::scenarios
