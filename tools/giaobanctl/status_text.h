#pragma once

#include <string>

#include "config/vocab/time.h"
#include "net/wire/box_local.h"
#include "net/wire/meeting_local.h"

/// A status as a person reads it, and as a program does. The names in JSON are those of net/wire with the unit behind.
namespace giaoban::ctl {

[[nodiscard]] std::string as_text(const net::MeetingStatus& status);
[[nodiscard]] std::string as_json(const net::MeetingStatus& status);
[[nodiscard]] std::string as_text(const net::BoxStatus& status, Instant now);
[[nodiscard]] std::string as_json(const net::BoxStatus& status, Instant now);

}  // namespace giaoban::ctl
