#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"

namespace giaoban::net {

/// The floor of one room as it stands, for a mixing box that is started again: how it is run, who speaks, who waits
/// and who is muted.
///
/// Units: lengths of time, never a time of day. Threading: a value.
struct FloorMemory {
    struct Speaker {
        BoxId box = no_box;
        Duration spoken{};
        std::optional<Duration> left;  ///< none: no limit

        friend bool operator==(const Speaker&, const Speaker&) = default;
    };
    struct Waiter {
        BoxId box = no_box;
        Duration waited{};

        friend bool operator==(const Waiter&, const Waiter&) = default;
    };

    FloorPolicy policy = FloorPolicy::queue;
    QueueGrants queue_grants = QueueGrants::chair;
    std::uint16_t open_microphones = 1;
    Seconds time_limit{0};
    bool held = false;
    std::vector<Speaker> speakers;  ///< who has spoken longest is the first
    std::vector<Waiter> waiting;    ///< in order, as are
    std::vector<Waiter> replies;
    std::vector<BoxId> muted;

    friend bool operator==(const FloorMemory&, const FloorMemory&) = default;
};

}  // namespace giaoban::net
