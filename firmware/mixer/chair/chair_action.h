#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"

namespace giaoban::chair {

/// What can be asked of the meeting: the `kind` of `POST /api/action`, in the order of action_words.
enum class ActionKind : std::uint8_t {
    open_meeting,
    close_meeting,
    grant,
    grant_next,
    revoke,
    mute,
    unmute,
    mute_all,
    unmute_all,
    hold,
    unhold,
    more_time,
    to_replies,
    set_policy,
    set_time_limit,
    call,
    end_call,
    self_test,
    record,
    open_room,
    close_room,
    move_to_room
};

inline constexpr std::array<std::string_view, 22> action_words{
    "open_meeting", "close_meeting", "grant",          "grant_next",  "revoke",   "mute",
    "unmute",       "mute_all",      "unmute_all",     "hold",        "unhold",   "more_time",
    "to_replies",   "set_policy",    "set_time_limit", "call",        "end_call", "self_test",
    "record",       "open_room",     "close_room",     "move_to_room"};

[[nodiscard]] constexpr std::string_view to_text(ActionKind kind) noexcept {
    return action_words[static_cast<std::size_t>(kind)];
}
[[nodiscard]] std::optional<ActionKind> action_kind(std::string_view word) noexcept;

/// One request of the chair, the secretary or the technician. What a kind has no use for is left as it is.
struct ChairAction {
    ActionKind kind = ActionKind::grant_next;
    std::string name;        ///< of the box meant
    std::uint32_t room = 0;  ///< 0: the plenary
    std::string text;        ///< a title
    Seconds seconds{0};      ///< set_time_limit, more_time
    std::optional<FloorPolicy> policy;
    std::uint16_t open_microphones = 0;  ///< 0: as it is
    std::optional<QueueGrants> queue_grants;
    std::vector<std::string> names;  ///< open_room
    bool on = false;                 ///< record

    friend bool operator==(const ChairAction&, const ChairAction&) = default;
};

}  // namespace giaoban::chair
