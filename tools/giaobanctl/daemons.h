#pragma once

#include <optional>
#include <string>

#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "net/wire/box_local.h"
#include "net/wire/meeting_local.h"
#include "tools/giaobanctl/outcome.h"

/// What is asked of running daemons over their UNIX sockets.
namespace giaoban::ctl {

/// What the mixing box answers to one request, or what to say in its place.
[[nodiscard]] Expected<net::MeetingStatus, Outcome> ask_meeting(const std::string& socket,
                                                                const net::MeetingRequest& request);

/// The status: a table, or JSON.
[[nodiscard]] Outcome meeting_status(const std::string& socket, bool json);

/// One word of the chair. Nothing is printed when it is done, but whom `grant next` has granted.
[[nodiscard]] Outcome steer(const std::string& socket, const net::MeetingRequest& request);

/// The policy; what is not said of how it works stays as it is.
struct PolicyOrder {
    FloorPolicy policy = FloorPolicy::queue;
    std::optional<QueueGrants> queue_grants;
    std::uint16_t open_microphones = 0;  ///< 0: as it is
    RoomId room = plenary;
};
[[nodiscard]] Outcome set_policy(const std::string& socket, const PolicyOrder& order);

[[nodiscard]] Outcome box_status(const std::string& socket, bool json, Instant now);
[[nodiscard]] Outcome press(const std::string& socket, net::BoxRequest::Kind kind, Instant now);

}  // namespace giaoban::ctl
