#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "net/wire/box_state.h"
#include "net/wire/self_test.h"
#include "net/wire/traffic_figures.h"

namespace giaoban::net {

/// Whether a box of the roster is there.
enum class Presence : std::uint8_t { never, joined, lost };

/// What is wrong with a box; the page and giaobanctl have the words.
enum class Problem : std::uint8_t {
    meeting_full,      ///< it was not let in: the meeting has as many boxes as it may
    not_let_in,        ///< it was not let in for another reason (card, key or version)
    link_lost,         ///< it was there, and is not heard of
    loss_up,           ///< one packet in ten or more that it sends is lost
    loss_down,         ///< and that it is sent
    slow_link,         ///< its link carries no more than the lowest rung, one way
    long_delay,        ///< a second or more there and back
    no_card,           ///< it has no speakerphone
    sound_failing,     ///< its sound card is in trouble
    silent,            ///< it has the floor, and its microphone hears nothing
    self_test_failed,  ///< see its self-test
    behind             ///< it hears what was spoken a while ago
};
inline constexpr std::size_t problem_count = 12;

/// One line of the meeting's table.
struct BoxRow {
    BoxId box = no_box;
    std::string name;
    Role role = Role::member;
    Presence presence = Presence::never;
    Seconds in_presence{0};
    FloorState floor = FloorState::idle;
    std::uint16_t place = 0;  ///< in its list: the replies or the queue
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
    bool reply = false;             ///< it waits among the replies
    std::optional<Seconds> waited;  ///< since it asked; none unless it waits
    /// Of its microphone, in dB of full scale: 0 to -96. Of who speaks each 200 ms, of others as they reported.
    std::int8_t level_db = -96;
    RoomId room = plenary;
    bool called = false;  ///< the centre calls it, and it has not answered
    SelfTestResult self_test;
    std::vector<Problem> problems;  ///< each once, in the order of the enum
    UpdateState update;             ///< as the box says
    std::uint32_t update_size = 0;  ///< bytes of what it is offered
    std::uint32_t update_bps = 0;   ///< at which it is sent that just now

    friend bool operator==(const BoxRow&, const BoxRow&) = default;
};

}  // namespace giaoban::net
