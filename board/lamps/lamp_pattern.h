#pragma once

#include <cstdint>

#include "config/vocab/time.h"

namespace giaoban::board {

/// What a lamp has to tell. In rising order of what matters more, should one lamp tell for two.
enum class LampSign : std::uint8_t {
    off,
    joined,           ///< A short wink now and then: all is well.
    catching_up,      ///< Long winks: what is heard was spoken a while ago.
    waiting,          ///< Slow and even: your turn comes.
    connecting,       ///< Quick winks.
    floor_taken,      ///< Off but for two short winks: somebody else has it.
    speaking,         ///< On: the room is heard.
    seconds_left,     ///< On with gaps: come to an end.
    muted,            ///< On for long, off for long.
    called,           ///< Quick and even: the centre wants you.
    no_network,       ///< Two winks.
    not_enrolled,     ///< Three winks.
    no_speakerphone,  ///< Four winks.
    meeting_full,     ///< Five winks.
    settings_wrong,   ///< Six winks.
};

/// Whether a lamp that tells `sign` is lit, `since` the sign began.
[[nodiscard]] bool lit(LampSign sign, Milliseconds since) noexcept;

/// How long after `since` it next changes; never for a steady lamp (Milliseconds::max()).
[[nodiscard]] Milliseconds next_change(LampSign sign, Milliseconds since) noexcept;

}  // namespace giaoban::board
