#include "net/rtp/rtcp_time.h"

#include <algorithm>

#include "net/rtp/rtcp_packet.h"

namespace giaoban::net {
namespace {

constexpr std::int64_t units_a_second = 65'536;
constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;

}  // namespace

std::uint64_t ntp_of(Instant now) noexcept {
    // A clock before its own start would be our test's fault; it still gives a number.
    const auto since = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch());
    const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(since.count(), 0));
    const auto billion = static_cast<std::uint64_t>(nanoseconds_a_second);
    const std::uint64_t fraction = ((count % billion) << 32U) / billion;
    return (count / billion) << 32U | fraction;
}

std::uint32_t to_ntp_units(Duration length) noexcept {
    const auto count = std::chrono::duration_cast<std::chrono::nanoseconds>(length).count();
    if (count <= 0) return 0;
    const std::int64_t seconds = count / nanoseconds_a_second;
    if (seconds >= units_a_second) return UINT32_MAX;
    const std::int64_t rest = count % nanoseconds_a_second * units_a_second / nanoseconds_a_second;
    return static_cast<std::uint32_t>(seconds * units_a_second + rest);
}

Duration from_ntp_units(std::uint32_t units) noexcept {
    // Less than 2^32 times 10^9 fits into 63 bits.
    return std::chrono::nanoseconds{std::int64_t{units} * nanoseconds_a_second / units_a_second};
}

std::optional<Duration> round_trip(const ReportBlock& block, Instant now) noexcept {
    if (block.last_sender_report == 0) return std::nullopt;
    // Modulo 2^32 throughout; what comes out above half of that is less than nothing.
    const std::uint32_t trip =
        ntp_middle(ntp_of(now)) - block.last_sender_report - block.delay_since_sender_report;
    if (trip > UINT32_MAX / 2) return std::nullopt;
    return from_ntp_units(trip);
}

}  // namespace giaoban::net
