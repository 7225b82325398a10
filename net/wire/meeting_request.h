#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "net/wire/wire_fault.h"

namespace giaoban::net {

/// One word of the chair, or the question how the meeting stands; from giaobanctl over the mixing box's UNIX
/// socket, and from the chair's page.
///
/// `name` is the box meant. A word about a box is said in the room where that box is; the others in `room`.
struct MeetingRequest {
    enum class Kind : std::uint8_t {
        status,
        grant,           ///< name
        grant_next,      ///< the first of the replies, or of the queue
        revoke,          ///< name
        mute,            ///< name
        unmute,          ///< name
        set_policy,      ///< policy, open_microphones, queue_grants
        set_time_limit,  ///< seconds; 0 for none
        open_meeting,    ///< text: its title
        close_meeting,   ///< floor and queues are emptied, private rooms end
        hold,            ///< nobody else is granted the floor of itself
        unhold,
        more_time,   ///< name, seconds
        to_replies,  ///< name, which waits in the queue
        mute_all,    ///< all members in the room
        unmute_all,
        call,          ///< name: "the centre is calling you", until it answers or a minute is over
        end_call,      ///< name
        self_test,     ///< all boxes that are joined
        open_room,     ///< names, text: its title, policy
        close_room,    ///< room
        move_to_room,  ///< name, room
        record,        ///< on, room
        offer_update = 40,  ///< text: a release of which the mixing box has the bundle
        withdraw_update,
        doctor_begin = 60,  ///< name: how is that box?
        doctor_look         ///< name: what it has answered so far
    };
    Kind kind = Kind::status;
    std::string name;
    FloorPolicy policy = FloorPolicy::queue;
    std::uint16_t open_microphones = 0;             ///< under open; 0 leaves the number as it is
    QueueGrants queue_grants = QueueGrants::chair;  ///< set_policy to queue
    Seconds seconds{0};
    RoomId room = plenary;
    std::vector<std::string> names;
    std::string text;
    bool on = false;

    friend bool operator==(const MeetingRequest&, const MeetingRequest&) = default;
};

/// Boxes that one word can bring into a room.
inline constexpr std::size_t max_request_names = 64;
/// "Giao ban công tác phòng, chống thiên tai và tìm kiếm cứu nạn quý IV năm 2026, mở rộng" has 110.
inline constexpr std::size_t max_title_bytes = 160;
/// Names of 64 bytes, each with 2 of framing, a title, and a tenth for the rest: 4.9 KB.
inline constexpr std::size_t max_request_bytes = 5120;

// Threading: no state. Real time: takes memory. Errors: as in control_frame.h.
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> encode(const MeetingRequest& request);
[[nodiscard]] Expected<MeetingRequest, WireFault> decode_meeting_request(Bytes bytes);

}  // namespace giaoban::net
