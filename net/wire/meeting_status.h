#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/local_message.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "net/wire/box_row.h"
#include "net/wire/doctor_report.h"
#include "net/wire/wire_fault.h"

namespace giaoban::net {

/// A number with a name that says what it counts.
struct NamedCounter {
    std::string name;
    std::uint64_t value = 0;

    friend bool operator==(const NamedCounter&, const NamedCounter&) = default;
};

/// The meeting as a sitting, opened and closed by the chair. Boxes are joined, and the floor is run, without one too.
struct MeetingInfo {
    std::uint64_t id = 0;  ///< of the one that is open, or was last; 0: there was none
    std::string title;
    bool open = false;
    Seconds open_for{0};  ///< while it is open

    friend bool operator==(const MeetingInfo&, const MeetingInfo&) = default;
};

/// One private room.
struct RoomRow {
    RoomId room = plenary;
    std::string title;
    FloorPolicy policy = FloorPolicy::open;
    std::uint16_t open_microphones = 0;
    bool held = false;
    bool recording = false;
    std::vector<BoxId> boxes;  ///< by number
    std::vector<BoxId> speakers;
    std::vector<BoxId> queue;
    std::vector<BoxId> replies;

    friend bool operator==(const RoomRow&, const RoomRow&) = default;
};

/// The answer to every MeetingRequest: whether it was done, and the whole meeting after it. The lists beside `rooms`
/// are the plenary's.
struct MeetingStatus {
    bool done = true;
    std::string reason;  ///< why it was not done
    FloorPolicy policy = FloorPolicy::queue;
    std::uint16_t open_microphones = 0;
    QueueGrants queue_grants = QueueGrants::chair;
    Seconds time_limit{0};
    Seconds uptime{0};
    std::vector<BoxRow> boxes;
    std::vector<BoxId> queue;
    std::vector<BoxId> speakers;
    std::vector<NamedCounter> counters;
    MeetingInfo meeting;
    bool held = false;
    bool recording = false;
    std::vector<BoxId> replies;
    std::vector<RoomRow> rooms;
    std::uint16_t max_boxes = 0;  ///< that are let in at once
    bool self_test_running = false;
    DoctorReport doctor;          ///< of the box that was asked for
    std::string offered_release;  ///< to boxes; empty: none

    friend bool operator==(const MeetingStatus&, const MeetingStatus&) = default;
};

inline constexpr std::size_t max_status_counters = 256;
inline constexpr std::size_t max_reason_bytes = 256;
/// Private rooms at once; with the plenary there are eight. Each has a bridge of its own, whose memory is taken at
/// the start: 8 talkers of 0.4 MB and an encoder a rung.
inline constexpr std::size_t max_private_rooms = 7;

// Threading: no state. Real time: takes memory. Errors: as in control_frame.h.
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> encode(const MeetingStatus& status);
[[nodiscard]] Expected<MeetingStatus, WireFault> decode_meeting_status(Bytes bytes);

}  // namespace giaoban::net
