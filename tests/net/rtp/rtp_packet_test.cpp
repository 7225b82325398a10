#include "net/rtp/rtp_packet.h"

#include <vector>

#include "net/rtp/demux.h"
#include "net/rtp/serial.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

}  // namespace

TEST_CASE("a datagram's kind follows from its first two bytes", "[rtp]") {
    // RFC 7983 section 7: STUN, ZRTP, DTLS and TURN are none of ours.
    for (const int first : {0, 3, 16, 20, 63, 64, 79, 127}) {
        CHECK(demultiplex(bytes({first, 111, 0, 0})) == DatagramKind::unknown);
    }
    CHECK(demultiplex(bytes({128, 111})) == DatagramKind::rtp);
    CHECK(demultiplex(bytes({191, 111})) == DatagramKind::rtp);
    // RFC 5761 section 4: 192 to 223 in the second byte are RTCP.
    CHECK(demultiplex(bytes({128, 191})) == DatagramKind::rtp);
    CHECK(demultiplex(bytes({128, 192})) == DatagramKind::rtcp);
    CHECK(demultiplex(bytes({129, 200})) == DatagramKind::rtcp);
    CHECK(demultiplex(bytes({128, 223})) == DatagramKind::rtcp);
    CHECK(demultiplex(bytes({128, 224})) == DatagramKind::rtp);
    // Opus with the marker is no RTCP.
    CHECK(demultiplex(bytes({128, 0x80 | opus_payload_type})) == DatagramKind::rtp);
    for (int first = 192; first <= 199; ++first)
        CHECK(demultiplex(bytes({first})) == DatagramKind::ours);
    CHECK(demultiplex(bytes({200, 0})) == DatagramKind::unknown);
    CHECK(demultiplex({}) == DatagramKind::unknown);
    CHECK(demultiplex(bytes({128})) == DatagramKind::unknown);
}

TEST_CASE("sequence numbers and timestamps wrap around", "[rtp]") {
    CHECK(packets_ahead(65535, 0) == 1);
    CHECK(packets_ahead(0, 65535) == -1);
    CHECK(packets_ahead(10, 15) == 5);
    CHECK(packets_ahead(40000, 100) == 25636);
    CHECK(ticks_ahead(0xFFFFFFFF, 959) == 960);
    CHECK(ticks_ahead(959, 0xFFFFFFFF) == -960);
}

TEST_CASE("a header that is written is read again", "[rtp]") {
    const RtpHeader header{.marker = true,
                           .payload_type = opus_payload_type,
                           .sequence = 0xABCD,
                           .timestamp = 0x01020304,
                           .ssrc = 0xDEADBEEF};
    std::vector<std::byte> packet(rtp_header_size);
    CHECK(write_rtp_header(packet, header) == 12);
    CHECK(packet == bytes({0x80, 0xEF, 0xAB, 0xCD, 1, 2, 3, 4, 0xDE, 0xAD, 0xBE, 0xEF}));
    packet.push_back(std::byte{7});
    const auto view = RtpView::parse(packet);
    REQUIRE(view);
    CHECK(view->header() == header);
    CHECK(view->header_size() == 12);
    REQUIRE(view->payload().size() == 1);
    CHECK(view->payload()[0] == std::byte{7});
    CHECK(rtp_ssrc(packet) == 0xDEADBEEF);
}

TEST_CASE("contributing sources, an extension and padding are stepped over", "[rtp]") {
    // Two CSRCs, an extension of one word, two bytes of payload, three of padding.
    const auto packet = bytes({0xB2, 111,  0, 1, 0, 0, 0, 2, 0,    0,    0, 3,              //
                               0,    0,    0, 4, 0, 0, 0, 5, 0xBE, 0xDE, 0, 1, 9, 9, 9, 9,  //
                               0x41, 0x42, 0, 0, 3});
    const auto view = RtpView::parse(packet);
    REQUIRE(view);
    CHECK(view->sequence() == 1);
    CHECK(view->header_size() == 28);
    REQUIRE(view->payload().size() == 2);
    CHECK(view->payload()[0] == std::byte{0x41});
}

TEST_CASE("a packet may be empty behind its header", "[rtp]") {
    const auto packet = bytes({0x80, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3});
    const auto view = RtpView::parse(packet);
    REQUIRE(view);
    CHECK(view->payload().empty());
    // Padding alone.
    auto padded = bytes({0xA0, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1});
    const auto nothing = RtpView::parse(padded);
    REQUIRE(nothing);
    CHECK(nothing->payload().empty());
}

TEST_CASE("what is no RTP packet is refused with the reason", "[rtp]") {
    const auto fault = [](const std::vector<std::byte>& packet) {
        const auto view = RtpView::parse(packet);
        REQUIRE_FALSE(view);
        return view.error();
    };
    CHECK(fault({}) == RtpFault::too_short);
    CHECK(fault(bytes({0x80, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0})) == RtpFault::too_short);
    CHECK(fault(bytes({0x40, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3})) == RtpFault::bad_version);
    CHECK(fault(bytes({0xC0, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3})) == RtpFault::bad_version);
    // Fifteen CSRCs announced, none there.
    CHECK(fault(bytes({0x8F, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3})) == RtpFault::too_short);
    // An extension cut off in its header, and one longer than the packet.
    CHECK(fault(bytes({0x90, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0})) ==
          RtpFault::bad_extension);
    CHECK(fault(bytes({0x90, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0xFF, 0xFF})) ==
          RtpFault::bad_extension);
    // No padding where some was announced; 0; more than there is.
    CHECK(fault(bytes({0xA0, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3})) == RtpFault::bad_padding);
    CHECK(fault(bytes({0xA0, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0})) == RtpFault::bad_padding);
    CHECK(fault(bytes({0xA0, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 2})) == RtpFault::bad_padding);
}
