#pragma once

#include <string>
#include <string_view>

#include "firmware/mixer/records/entry.h"

namespace giaoban::mixer {

// What the Vietnamese forms say. Texts of people stand as they were written.

/// What was done, of an entry of actions_of(): "Tắt micrô: Xã Bản Mù". Of a private room only its number: a title may
/// name a citizen, and the form goes to everybody.
[[nodiscard]] std::string action_in_words(const Entry& entry);

/// How a turn ended, of TurnRow::ended; a text that is none of Ended's words stays as it is.
[[nodiscard]] std::string ended_in_words(std::string_view ended);

/// A sum of money or another large number in groups of three: 1.234.567.
[[nodiscard]] std::string grouped(std::int64_t number);

}  // namespace giaoban::mixer
