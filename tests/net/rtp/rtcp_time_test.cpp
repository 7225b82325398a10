#include "net/rtp/rtcp_time.h"

#include "net/rtp/rtcp_packet.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("the round trip of RFC 3550 figure 2 comes out as 6.125 s", "[rtcp]") {
    // A = b710:8000 (46864.500 s), LSR = b705:2000 (46853.125 s), DLSR = 0005:4000 (5.250 s).
    const Instant a{46'864'500ms};
    CHECK(ntp_middle(ntp_of(a)) == 0xB7108000);
    const ReportBlock block{.last_sender_report = 0xB7052000,
                            .delay_since_sender_report = 0x00054000};
    const auto trip = round_trip(block, a);
    REQUIRE(trip);
    CHECK(*trip == 6125ms);
}

TEST_CASE("a round trip that cannot be is none", "[rtcp]") {
    const Instant now{1000s};
    CHECK_FALSE(round_trip({}, now));
    // The other side held it longer than ago it was sent.
    const auto sent = ntp_middle(ntp_of(now - 1s));
    CHECK_FALSE(
        round_trip({.last_sender_report = sent, .delay_since_sender_report = 2U << 16U}, now));
    // A report of the future.
    CHECK_FALSE(round_trip({.last_sender_report = ntp_middle(ntp_of(now + 5s))}, now));
}

TEST_CASE("the round trip does not mind that its clock wraps around each 18.2 hours", "[rtcp]") {
    const Instant sent{65'536s - 1s};
    const Instant now{65'536s + 500ms};
    const ReportBlock block{.last_sender_report = ntp_middle(ntp_of(sent)),
                            .delay_since_sender_report = to_ntp_units(1s)};
    const auto trip = round_trip(block, now);
    REQUIRE(trip);
    CHECK(*trip == 500ms);
}

TEST_CASE("lengths of time survive the way to the wire and back", "[rtcp]") {
    CHECK(to_ntp_units(-1s) == 0);
    CHECK(to_ntp_units(5250ms) == 0x00054000);
    CHECK(to_ntp_units(std::chrono::hours{19}) == UINT32_MAX);
    CHECK(from_ntp_units(0x00054000) == 5250ms);
}
