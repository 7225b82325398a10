#pragma once

#include <cstdint>

namespace giaoban::audio {

/// Which step of the ladder of frame lengths and bitrates. The ladder itself is net/link's; here it
/// is a name for settings that a Bridge was given.
enum class RungIndex : std::uint8_t {};

}  // namespace giaoban::audio
