#pragma once

#include <chrono>
#include <cstdint>

namespace giaoban {

/// When something happened here. Always handed in; only firmware/*/main.cpp and adapters ask the
/// clock.
using Instant = std::chrono::steady_clock::time_point;

/// A length of time as finely as the clock has it.
using Duration = Instant::duration;

using Microseconds = std::chrono::duration<std::int64_t, std::micro>;
using Milliseconds = std::chrono::duration<std::int64_t, std::milli>;
using Seconds = std::chrono::duration<std::int64_t>;

/// Later than anything: the next deadline of a machine that waits for nothing.
inline constexpr Instant never = Instant::max();

/// What a person calls the time, for records and certificates. A box has no clock battery: it may
/// jump, and nothing that waits may depend on it.
using WallTime = std::chrono::system_clock::time_point;

}  // namespace giaoban
