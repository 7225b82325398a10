#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/expected.h"
#include "config/vocab/room_id.h"
#include "net/floor/floor_memory.h"
#include "net/wire/presses.h"

namespace giaoban::mixer {

/// What a mixing box that is started again has to know of the meeting: all floors, who was in which room, and which
/// presses had been counted when the floors stood so.
///
/// Units:      lengths of time, as of `saved_unix_ms`.
/// Threading:  a value.
struct MeetingMemory {
    struct RoomMemory {
        RoomId room = plenary;
        std::string title;
        bool recording = false;
        net::FloorMemory floor;

        friend bool operator==(const RoomMemory&, const RoomMemory&) = default;
    };
    struct BoxMemory {
        BoxId box = no_box;
        RoomId room = plenary;
        std::uint32_t visit = 0;
        bool here = false;
        net::PressCount counted;

        friend bool operator==(const BoxMemory&, const BoxMemory&) = default;
    };

    std::int64_t saved_unix_ms = 0;
    std::uint32_t next_room = 1;
    std::vector<RoomMemory> rooms;  ///< the plenary is the first
    std::vector<BoxMemory> boxes;

    friend bool operator==(const MeetingMemory&, const MeetingMemory&) = default;
};

/// Lines of words; the last is `end`, so that a file without its end is known.
[[nodiscard]] std::string to_text(const MeetingMemory& memory);

/// What is no such text, or breaks a bound (a number too large, a room twice, more than 8 rooms, 65,535 boxes), is
/// answered with the number of the line and what is wrong with it.
[[nodiscard]] Expected<MeetingMemory, std::string> meeting_memory_from(std::string_view text);

/// So much time has passed since it was saved: who spoke has spoken for longer, who waited has waited for longer.
void grow_older(MeetingMemory& memory, Duration by);

}  // namespace giaoban::mixer
