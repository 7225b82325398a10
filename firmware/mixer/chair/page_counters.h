#pragma once

#include <cstddef>
#include <cstdint>

namespace giaoban::chair {

/// What the page's server counts of itself, for /metrics.
struct PageCounters {
    std::uint64_t requests = 0;
    std::uint64_t refused_requests = 0;  ///< answered with 400 and more
    std::uint64_t logins = 0;
    std::uint64_t failed_logins = 0;
    std::uint64_t throttled_logins = 0;
    std::uint64_t actions = 0;
    std::uint64_t refused_actions = 0;
    std::uint64_t notes_lost = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t slow_readers = 0;
    std::uint64_t live_messages = 0;
    std::uint64_t live_bytes = 0;
    std::size_t connections = 0;  ///< now
    std::size_t live = 0;         ///< now
    std::size_t sessions = 0;     ///< now
};

}  // namespace giaoban::chair
