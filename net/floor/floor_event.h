#pragma once

#include <cstdint>
#include <string_view>

#include "config/vocab/box_id.h"
#include "config/vocab/time.h"

namespace giaoban::net {

/// One thing that happened to the floor: who, what, why and when. For the log, the minutes and the
/// chair's page. What a box says and shows follows from the view that it is sent, not from these.
struct FloorEvent {
    enum class What : std::uint8_t {
        joined,
        lost,       ///< unheard of: its floor and its place are kept for the grace
        returned,   ///< heard of again
        left,       ///< gone for good, or longer than the grace
        asked,      ///< waits now, at `place`
        denied,     ///< asked, and is not let wait; `why` tells
        withdrew,   ///< waits no longer, without having spoken
        granted,    ///< speaks now
        extended,   ///< spoke already; its time begins anew
        more_time,  ///< speaks, and may for longer
        replies,    ///< waits now among the replies, at `place`
        held,       ///< of no box: nobody is granted the floor of itself
        unheld,     ///< of no box
        warned,     ///< its time is nearly over
        ended,      ///< speaks no longer
        muted,
        unmuted,
        policy_set,  ///< of no box: the policy, or what belongs to it, is another
        limit_set    ///< of no box: the time limit is another
    };
    enum class Why : std::uint8_t {
        none,
        pressed,      ///< the box's own button
        chair,        ///< the chair, from its page or a command
        interrupted,  ///< the chair's box took the floor
        handed_over,  ///< another box was granted the exclusive floor
        its_turn,     ///< first in the queue when a microphone was free
        time_limit,
        link,  ///< gone longer than the grace
        muted,
        policy,     ///< the policy does not allow it
        queue_full  ///< no place left in the queue
    };

    Instant at;
    BoxId box = no_box;
    What what = What::joined;
    Why why = Why::none;
    std::uint16_t place = 0;  ///< from 1, for `asked` and `replies`

    friend bool operator==(const FloorEvent&, const FloorEvent&) = default;
};

[[nodiscard]] std::string_view to_text(FloorEvent::What what) noexcept;
[[nodiscard]] std::string_view to_text(FloorEvent::Why why) noexcept;

}  // namespace giaoban::net
