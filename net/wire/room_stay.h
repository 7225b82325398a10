#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/vocab/room_id.h"

namespace giaoban::net {

/// In which room a box is, as the mixing box tells it. Each time that it is brought into a room is a visit, with a
/// number of its own.
struct RoomView {
    RoomId room = plenary;
    std::uint32_t visit = 0;  ///< 0: it was never moved
    std::string title;        ///< of a private room; at most max_text_bytes
    bool recording = false;
    /// The RTP timestamp of the mixing box's clock before which nothing belongs to this visit; none: nothing was under
    /// way.
    std::optional<std::uint32_t> from{};

    friend bool operator==(const RoomView&, const RoomView&) = default;
};

/// The same as the box says it back, once nothing of the room before is in its microphone's encoder any more. The
/// mixing box takes sound of that visit alone.
struct RoomStay {
    RoomId room = plenary;
    std::uint32_t visit = 0;
    /// The RTP timestamp at which its sound from this visit begins; none: from the beginning.
    std::optional<std::uint32_t> from{};

    friend bool operator==(const RoomStay&, const RoomStay&) = default;
};

}  // namespace giaoban::net
