#include "net/rtp/sender_stats.h"

#include "net/rtp/reception_stats.h"
#include "net/rtp/rtcp_time.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

const Instant start{10'000s};

}  // namespace

TEST_CASE("two ends that report to each other find their round trip", "[rtcp]") {
    // 150 ms one way; the far end waits 700 ms before it reports.
    SenderStats sender;
    sender.on_sent(960, 100, start);
    const SenderInfo info = sender.info(start + 20ms);
    CHECK(info.packets == 1);
    CHECK(info.payload_bytes == 100);
    CHECK(info.rtp_timestamp == 1920);
    ReceptionStats far(7);
    far.on_sender_report(info, start + 170ms);
    const auto trip = round_trip(far.report(start + 870ms), start + 1020ms);
    REQUIRE(trip);
    // Two roundings to 1/65536 s.
    CHECK(std::chrono::abs(*trip - 300ms) < 50us);
}

TEST_CASE("a sender report is due while something was sent since the last", "[rtcp]") {
    SenderStats sender;
    CHECK_FALSE(sender.sent_since(start));
    sender.on_sent(0, 1, start + 1s);
    CHECK(sender.sent_since(start));
    CHECK_FALSE(sender.sent_since(start + 1s));
    CHECK(SenderStats{}.info(start).packets == 0);
}
