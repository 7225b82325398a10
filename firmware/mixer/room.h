#pragma once

#include <optional>
#include <string>
#include <utility>

#include "config/vocab/floor_words.h"
#include "config/vocab/room_id.h"
#include "net/floor/arbiter.h"

namespace giaoban::mixer {

/// A room of the meeting: those in it hear each other and nobody else, and have a floor of their own.
struct Room {
    Room(RoomId the_id, std::string the_title, const net::FloorSettings& floor)
        : id(the_id), title(std::move(the_title)), arbiter(floor) {}

    RoomId id;
    std::string title;
    net::Arbiter arbiter;
    bool recording = false;
    std::optional<FloorPolicy> policy_told;  ///< to the sink
};

}  // namespace giaoban::mixer
