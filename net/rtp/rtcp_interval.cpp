#include "net/rtp/rtcp_interval.h"

#include <algorithm>

namespace giaoban::net {

Duration rtcp_interval(const RtcpIntervalInputs& inputs, double unit) noexcept {
    // Appendix A.7: a twentieth of the session, a quarter of which is for those who send.
    constexpr double rtcp_part = 0.05;
    constexpr double senders_part = 0.25;
    // e - 3/2: what reconsideration makes the mean interval too short by.
    constexpr double compensation = 2.71828 - 1.5;
    using SecondsReal = std::chrono::duration<double>;

    double least = std::chrono::duration_cast<SecondsReal>(inputs.least).count();
    if (inputs.first) least /= 2;
    double bandwidth = inputs.session_bps * rtcp_part / 8;
    double members = inputs.members;
    const double senders = inputs.senders;
    if (senders <= members * senders_part) {
        bandwidth *= inputs.we_sent ? senders_part : 1 - senders_part;
        members = inputs.we_sent ? senders : members - senders;
    }
    const double fair =
        bandwidth > 0 ? static_cast<double>(inputs.average_size) * members / bandwidth : least;
    const double seconds = std::max(fair, least) * (unit + 0.5) / compensation;
    return std::chrono::duration_cast<Duration>(SecondsReal{seconds});
}

}  // namespace giaoban::net
