#include "net/rtp/rtcp_interval.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

TEST_CASE("reports are spread about the interval of RFC 3550 section 6.3.1", "[rtcp]") {
    const auto seconds = [](const RtcpIntervalInputs& inputs, double unit) {
        return std::chrono::duration<double>(rtcp_interval(inputs, unit)).count();
    };
    // Two members on 25 kbit/s: the least interval rules, times 0.5 to 1.5, over e - 3/2.
    const RtcpIntervalInputs two{
        .session_bps = 25'000, .members = 2, .senders = 1, .average_size = 90};
    CHECK(seconds(two, 0) == Approx(5 * 0.5 / 1.21828));
    CHECK(seconds(two, 0.5) == Approx(5 / 1.21828));
    CHECK(seconds(two, 0.999999) == Approx(5 * 1.5 / 1.21828).epsilon(1e-4));
    // Half of that before the first report.
    auto first = two;
    first.first = true;
    CHECK(seconds(first, 0.5) == Approx(2.5 / 1.21828));
    // A hundred receivers of one sender share three quarters of a twentieth of 25 kbit/s:
    // 90 bytes x 99 / (25000 x 0.05 / 8 x 0.75) = 76 s.
    const RtcpIntervalInputs many{
        .session_bps = 25'000, .members = 100, .senders = 1, .average_size = 90};
    CHECK(seconds(many, 0.5) == Approx(90.0 * 99 / (25'000 * 0.05 / 8 * 0.75) / 1.21828));
    // Without a bandwidth the least interval is all there is.
    CHECK(seconds({.average_size = 90}, 0.5) == Approx(5 / 1.21828));
}
