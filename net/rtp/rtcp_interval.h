#pragma once

#include <cstddef>

#include "config/vocab/time.h"

namespace giaoban::net {

/// What decides how often to report.
struct RtcpIntervalInputs {
    /// All of the session's traffic, in bit/s; RTCP may take a twentieth.
    double session_bps = 0;
    unsigned members = 2;
    unsigned senders = 0;
    bool we_sent = false;
    /// Average compound with UDP and IP headers.
    std::size_t average_size = 0;
    bool first = false;
    /// 5 s for a single session (section 6.2); a heartbeat beside it allows longer.
    Duration least = Seconds{5};
};

/// How long to wait before the next report; `unit` is a random number in [0, 1).
///
/// Source: RFC 3550 section 6.3.1 and appendix A.7.
[[nodiscard]] Duration rtcp_interval(const RtcpIntervalInputs& inputs, double unit) noexcept;

}  // namespace giaoban::net
