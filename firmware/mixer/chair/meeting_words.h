#pragma once

#include "firmware/mixer/chair/chair_action.h"
#include "firmware/mixer/chair/chair_state.h"
#include "net/wire/meeting_local.h"

/// Between the page's words and those of net/wire, which giaobanctl speaks: the only place that knows both.
namespace giaoban::chair {

/// What the page shows of a meeting, beside what only the recorder knows: the recording's length and bytes.
[[nodiscard]] ChairState state_of(const net::MeetingStatus& status);

/// What an action asks of the meeting. What a policy leaves as it is is taken from how the meeting stands.
[[nodiscard]] net::MeetingRequest request_of(const ChairAction& action,
                                             const net::MeetingStatus& status);

}  // namespace giaoban::chair
