#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocab/box_id.h"
#include "config/vocab/room_id.h"

namespace giaoban::mixer {

/// One thing that happened to the meeting beside the floor: for the log, the minutes and the recording. What happens to
/// the floor is told by net::FloorEvent.
struct MeetingNote {
    enum class What : std::uint8_t {
        meeting_opened,  ///< `text` is its title, `meeting` its number
        meeting_closed,
        called,         ///< the box, by the chair
        call_answered,  ///< with its button
        call_ended,     ///< by the chair, or nobody answered (`text` says which)
        self_test_begun,
        self_test_ended,  ///< `text` counts what came out
        room_opened,      ///< `text` is its title
        room_closed,
        moved,  ///< the box, into `room`
        recording_on,
        recording_off,
        restarted,  ///< the mixing box, in an open meeting
        went_on,    ///< the floor, as it was before
        began_anew  ///< the floor: the mixing box was away for too long
    };
    What what = What::meeting_opened;
    RoomId room = plenary;
    BoxId box = no_box;
    std::uint64_t meeting = 0;  ///< in which it happened; 0: none was open
    std::string text;

    friend bool operator==(const MeetingNote&, const MeetingNote&) = default;
};

[[nodiscard]] std::string_view to_text(MeetingNote::What what) noexcept;

}  // namespace giaoban::mixer
