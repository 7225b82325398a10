#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "net/wire/catch_up.h"
#include "net/wire/presses.h"
#include "net/wire/room_stay.h"
#include "net/wire/text_rules.h"
#include "net/wire/update_words.h"

namespace giaoban::net {

/// What one box is told of the meeting; the mixing box's half of the state exchange.
///
/// Units:      `floor_ends` is on the clock of the machine that holds the view; the wire carries the
///             time that is left, so that no two clocks are ever compared.
/// Threading:  a value.
/// Errors:     bounds are max_speakers_named and max_name_bytes; whoever makes a view names the first
///             speakers and counts them all in `speaking`.
struct MeetingView {
    FloorPolicy policy = FloorPolicy::queue;
    Role role = Role::member;  ///< what this box is in the meeting
    FloorState floor = FloorState::idle;
    std::uint16_t place = 0;            ///< in its list, from 1, while waiting; otherwise 0
    bool reply = false;                 ///< it waits among the replies
    std::optional<Instant> floor_ends;  ///< while speaking under a time limit
    bool warned = false;                ///< the time limit is near
    std::vector<std::string> speakers;  ///< the first max_speakers_named
    std::uint16_t speaking = 0;         ///< how many speak, named or not
    std::uint16_t connected = 0;
    std::uint16_t enrolled = 0;
    bool chair_present = false;
    std::uint16_t queue_length = 0;
    bool held = false;            ///< nobody is granted the floor of itself
    std::uint32_t call = 0;       ///< the number of the call with which the centre calls; 0: none
    std::uint32_t self_test = 0;  ///< the number of the test that the box is to make; 0: none
    std::uint32_t doctor =
        0;  ///< the box is asked how it is: the number of the question; 0: it is not
    RoomView stay;
    std::uint8_t uplink_rung = 0;    ///< the row of net/link's table that the box is to send at
    std::uint8_t downlink_rung = 0;  ///< and the one at which it is sent to
    /// Which presses of this box were counted. MixerSessions fills it in.
    PressCount counted;
    /// What there is of what this box has missed and asked for. MixerSessions fills it in.
    std::optional<HistoryAnswer> history;
    /// The release that this box is offered. MixerSessions fills it in.
    UpdateOffer update;

    friend bool operator==(const MeetingView&, const MeetingView&) = default;
};

/// As many as a box could speak out without trying anybody's patience, and a view with all of them
/// still fits into half a datagram: 4 * (64 + 2) bytes.
inline constexpr std::size_t max_speakers_named = 4;

}  // namespace giaoban::net
