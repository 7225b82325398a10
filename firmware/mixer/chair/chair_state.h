#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "net/wire/box_state.h"
#include "net/wire/meeting_local.h"

namespace giaoban::chair {

/// One direction of a box's link, as a tile's curve shows it.
struct LinkSide {
    std::uint16_t lost_permille = 0;
    Milliseconds delay{0};
    std::uint8_t rung = 0;
    std::uint32_t bits_per_second = 0;

    friend bool operator==(const LinkSide&, const LinkSide&) = default;
};

/// A box plays a tone and hears it: before the meeting, so that nobody finds out in it.
struct SelfTest {
    enum class State : std::uint8_t { none, running, ok, failed };
    State state = State::none;
    std::string reason;  ///< a code that the page has words for; empty unless failed

    friend bool operator==(const SelfTest&, const SelfTest&) = default;
};

/// A box that waits, in the queue or in the list of replies, and for how long by now.
struct Waiting {
    BoxId box = no_box;
    Seconds waiting{0};

    friend bool operator==(const Waiting&, const Waiting&) = default;
};

/// One enrolled box.
struct BoxTile {
    std::string name;
    Role role = Role::member;
    std::uint32_t room = 0;  ///< 0: the plenary
    net::Presence presence = net::Presence::never;
    Seconds in_presence{0};
    FloorState floor = FloorState::idle;
    std::uint16_t place = 0;  ///< in the queue, from 1
    std::optional<Milliseconds> time_left;
    std::int32_t level_db = -96;  ///< of what it says: 0 is full scale of 16 bits, -96 its floor
    LinkSide up;
    LinkSide down;
    Milliseconds behind{0};
    net::SoundHealth sound = net::SoundHealth::unknown;
    std::string software;
    std::vector<std::string> problems;  ///< codes; the page has the words
    bool called = false;
    SelfTest self_test;

    friend bool operator==(const BoxTile&, const BoxTile&) = default;
};

/// A private room.
struct RoomTile {
    std::string title;
    FloorPolicy policy = FloorPolicy::open;
    std::uint16_t open_microphones = 0;
    bool held = false;
    bool recording = false;
    std::vector<BoxId> boxes;
    std::vector<BoxId> speakers;
    std::vector<Waiting> queue;
    std::vector<Waiting> replies;

    friend bool operator==(const RoomTile&, const RoomTile&) = default;
};

/// All that the page shows, as it is at one moment: the model behind `GET /api/state`.
///
/// Units:      lengths of time up to the moment of asking; the JSON has moments (state_json.h).
/// Threading:  a value.
struct ChairState {
    struct Meeting {
        std::uint64_t id = 0;
        std::string title;
        bool open = false;
        Seconds since{0};

        friend bool operator==(const Meeting&, const Meeting&) = default;
    } meeting;
    struct Recording {
        bool on = false;
        Seconds since{0};
        std::uint64_t bytes = 0;

        friend bool operator==(const Recording&, const Recording&) = default;
    } recording;
    FloorPolicy policy = FloorPolicy::queue;
    std::uint16_t open_microphones = 0;
    QueueGrants queue_grants = QueueGrants::chair;
    Seconds time_limit{0};
    bool held = false;
    std::vector<BoxId> speakers;
    std::vector<Waiting> queue;
    std::vector<Waiting> replies;
    std::map<BoxId, BoxTile> boxes;
    std::map<std::uint32_t, RoomTile> rooms;
    Seconds uptime{0};
    std::vector<net::NamedCounter> counters;  ///< for /metrics alone

    friend bool operator==(const ChairState&, const ChairState&) = default;
};

}  // namespace giaoban::chair
