#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/local_message.h"
#include "config/vocab/time.h"
#include "net/wire/box_state.h"
#include "net/wire/text_rules.h"
#include "net/wire/traffic_figures.h"
#include "net/wire/wire_fault.h"

namespace giaoban::net {

/// What giaobanctl asks of a mixing box over its UNIX socket.
struct MeetingRequest {
    enum class Kind : std::uint8_t {
        status,
        grant,
        grant_next,
        revoke,
        mute,
        unmute,
        set_policy,
        set_time_limit
    };
    Kind kind = Kind::status;
    std::string name;  ///< of the box meant: grant, revoke, mute, unmute
    FloorPolicy policy = FloorPolicy::queue;
    std::uint16_t open_microphones = 0;  ///< set_policy to open; 0 leaves the number as it is
    QueueGrants queue_grants = QueueGrants::chair;  ///< set_policy to queue
    Seconds time_limit{0};                          ///< set_time_limit; 0 for none

    friend bool operator==(const MeetingRequest&, const MeetingRequest&) = default;
};

/// Whether a box of the roster is there.
enum class Presence : std::uint8_t { never, joined, lost };

/// One line of the meeting's table.
struct BoxRow {
    BoxId box = no_box;
    std::string name;
    Role role = Role::member;
    Presence presence = Presence::never;
    Seconds in_presence{0};
    FloorState floor = FloorState::idle;
    std::uint16_t place = 0;
    std::optional<Milliseconds> time_left;
    TrafficFigures up;    ///< box to mixing box, as the mixing box measured it
    TrafficFigures down;  ///< mixing box to box, as the box reported it
    Microseconds round_trip{0};
    Milliseconds depth{0};
    SoundHealth sound = SoundHealth::unknown;
    std::string software;
    std::string endpoint;
    Milliseconds behind{0};  ///< how far what the box plays is behind the meeting
    std::uint8_t uplink_rung = 0;
    std::uint8_t downlink_rung = 0;

    friend bool operator==(const BoxRow&, const BoxRow&) = default;
};

/// A number with a name that says what it counts.
struct NamedCounter {
    std::string name;
    std::uint64_t value = 0;

    friend bool operator==(const NamedCounter&, const NamedCounter&) = default;
};

/// The answer to every MeetingRequest: whether it was done, and the whole meeting after it.
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

    friend bool operator==(const MeetingStatus&, const MeetingStatus&) = default;
};

inline constexpr std::size_t max_status_counters = 256;
inline constexpr std::size_t max_reason_bytes = 256;
inline constexpr std::size_t max_request_bytes = 1024;

// Threading: no state. Real time: takes memory. Errors: as in control_frame.h.
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> encode(const MeetingRequest& request);
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> encode(const MeetingStatus& status);
[[nodiscard]] Expected<MeetingRequest, WireFault> decode_meeting_request(Bytes bytes);
[[nodiscard]] Expected<MeetingStatus, WireFault> decode_meeting_status(Bytes bytes);

}  // namespace giaoban::net
