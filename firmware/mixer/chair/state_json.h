#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "config/vocab/time.h"
#include "firmware/mixer/chair/chair_state.h"

namespace giaoban::chair {

/// The state as the page has it: `components/schemas/State` of openapi.yaml, without its `now`.
///
/// Whatever counts on its own is told as the moment that it counts from or to (milliseconds of Unix time), so that a meeting
/// in which nothing happens has nothing to tell. What there is none of is left out, and nothing is null.
[[nodiscard]] boost::json::object state_json(const ChairState& state, WallTime now);

/// How loud, for a lamp of the page: 0 below -60 dB, then a step for each 6 dB up to 10.
[[nodiscard]] int level_step(std::int32_t level_db) noexcept;

[[nodiscard]] std::int64_t unix_ms(WallTime now) noexcept;

}  // namespace giaoban::chair
