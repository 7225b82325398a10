#pragma once

#include <optional>
#include <string_view>

#include "config/vocab/time.h"

namespace giaoban::settings {

/// What the clocks of this machine say. The monotonic one is that of giaoban-box's note.
struct Clocks {
    Milliseconds monotonic{0};
    Milliseconds unix_time{0};
    bool set_by_ntp = false;
};

/// To which time the clock is to be set, if at all, by the note that giaoban-box writes of the centre's time:
/// `UNIX_MS MONOTONIC_MS`. Nothing of the box's security needs the time, so that the note may come from a daemon without
/// rights; but a clock that NTP keeps is not touched, and no time before this program or after 2099 is taken.
///
/// Errors: a note that is none is no order.
[[nodiscard]] std::optional<Milliseconds> clock_order(std::string_view note, const Clocks& clocks);

}  // namespace giaoban::settings
