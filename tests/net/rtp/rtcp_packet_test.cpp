#include "net/rtp/rtcp_packet.h"

#include <array>
#include <string>
#include <vector>

#include "net/rtp/demux.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

std::vector<std::byte> written(const RtcpContent& content) {
    std::vector<std::byte> bytes(rtcp_size(content));
    CHECK(write_rtcp(bytes, content) == bytes.size());
    CHECK(bytes.size() % 4 == 0);
    return bytes;
}

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

RtcpFault fault(const std::vector<std::byte>& datagram) {
    const auto message = parse_rtcp(datagram);
    REQUIRE_FALSE(message);
    return message.error();
}

const std::array<ReportBlock, 2> blocks{{{.ssrc = 0x11111111,
                                          .fraction_lost = 64,
                                          .cumulative_lost = -3,
                                          .highest_sequence = 0x00012345,
                                          .jitter = 96,
                                          .last_sender_report = 0xB7058000,
                                          .delay_since_sender_report = 0x00054000},
                                         {.ssrc = 0x22222222, .cumulative_lost = 0x7FFFFF}}};

}  // namespace

TEST_CASE("a sender report with name, NACK and goodbye is read as it was written", "[rtcp]") {
    const std::array<NackEntry, 2> nack{{{.first = 17, .following = 0x8001}, {.first = 65535}}};
    const RtcpContent content{.from = 0xDEADBEEF,
                              .sender = SenderInfo{.ntp = 0x0123456789ABCDEF,
                                                   .rtp_timestamp = 960,
                                                   .packets = 50,
                                                   .payload_bytes = 4000},
                              .reports = blocks,
                              .nack_source = 0x11111111,
                              .nack = nack,
                              .cname = "xa-lung-phinh",
                              .bye = true};
    const auto datagram = written(content);
    CHECK(demultiplex(datagram) == DatagramKind::rtcp);
    CHECK(rtcp_ssrc(datagram) == 0xDEADBEEF);
    const auto message = parse_rtcp(datagram);
    REQUIRE(message);
    CHECK(message->from == 0xDEADBEEF);
    CHECK(message->sender == content.sender);
    REQUIRE(message->reports.size() == 2);
    REQUIRE(message->report_about(0x11111111) != nullptr);
    CHECK(*message->report_about(0x11111111) == blocks[0]);
    CHECK(*message->report_about(0x22222222) == blocks[1]);
    CHECK(message->report_about(0x33333333) == nullptr);
    CHECK(message->nack_source == 0x11111111);
    REQUIRE(message->nack.size() == 2);
    CHECK(message->nack.items()[0] == nack[0]);
    CHECK(message->nack.items()[1] == nack[1]);
    CHECK(message->cname == "xa-lung-phinh");
    CHECK(message->bye);
}

TEST_CASE("a receiver report has the bytes of RFC 3550 section 6.4.2", "[rtcp]") {
    const auto datagram = written({.from = 1, .reports = std::span(blocks).first(1)});
    CHECK(datagram == bytes({0x81, 201,  0,    7,    0,  0,    0,    1,     //
                             0x11, 0x11, 0x11, 0x11, 64, 0xFF, 0xFF, 0xFD,  //
                             0,    1,    0x23, 0x45, 0,  0,    0,    96,    //
                             0xB7, 0x05, 0x80, 0,    0,  5,    0x40, 0}));
}

TEST_CASE("a name is closed by zeros up to whole words, whatever its length", "[rtcp]") {
    for (std::size_t length = 1; length <= 255; ++length) {
        const std::string name(length, 'x');
        const auto datagram = written({.from = 9, .cname = name});
        const auto message = parse_rtcp(datagram);
        REQUIRE(message);
        REQUIRE(message->cname == name);
    }
}

TEST_CASE("feedback may come alone and in a hurry", "[rtcp]") {
    const std::array<NackEntry, 1> nack{{{.first = 100, .following = 0x0003}}};
    const auto datagram =
        written({.from = 5, .nack_source = 6, .nack = nack, .cname = "x", .feedback_alone = true});
    // RFC 4585 section 6.1: 12 bytes and one entry.
    CHECK(datagram == bytes({0x81, 205, 0, 3, 0, 0, 0, 5, 0, 0, 0, 6, 0, 100, 0, 3}));
    const auto message = parse_rtcp(datagram);
    REQUIRE(message);
    CHECK(message->from == 5);
    CHECK(message->nack_source == 6);
    CHECK(message->reports.empty());
}

TEST_CASE("missing packets are packed into few entries", "[rtcp]") {
    std::array<NackEntry, 3> to{};
    SECTION("one entry names seventeen in a row") {
        std::vector<std::uint16_t> missing;
        for (std::uint16_t i = 0; i < 17; ++i) {
            missing.push_back(static_cast<std::uint16_t>(65530 + i));
        }
        CHECK(pack_nack(missing, to) == 1);
        CHECK(to[0] == NackEntry{.first = 65530, .following = 0xFFFF});
    }
    SECTION("what is further than sixteen behind begins another") {
        const std::array<std::uint16_t, 3> missing{10, 26, 27};
        CHECK(pack_nack(missing, to) == 2);
        CHECK(to[0] == NackEntry{.first = 10, .following = 0x8000});
        CHECK(to[1] == NackEntry{.first = 27, .following = 0});
    }
    SECTION("what has no room is left for the next time") {
        const std::array<std::uint16_t, 4> missing{100, 200, 300, 400};
        CHECK(pack_nack(missing, to) == 3);
        CHECK(to[2].first == 300);
    }
    SECTION("twice the same is once") {
        const std::array<std::uint16_t, 2> missing{7, 7};
        CHECK(pack_nack(missing, to) == 1);
        CHECK(to[0] == NackEntry{.first = 7, .following = 0});
    }
}

TEST_CASE("packets of other kinds are stepped over", "[rtcp]") {
    // A receiver report, an extended report (207, RFC 3611), an application's own (204), feedback of
    // another format (transport-wide, 15).
    const auto message = parse_rtcp(bytes({0x80, 201, 0, 1, 0, 0, 0, 1,                      //
                                           0x80, 207, 0, 2, 0, 0, 0, 1, 4,   0,   0,   0,    //
                                           0x81, 204, 0, 2, 0, 0, 0, 1, 'a', 'b', 'c', 'd',  //
                                           0x8F, 205, 0, 2, 0, 0, 0, 1, 0,   0,   0,   2}));
    REQUIRE(message);
    CHECK(message->from == 1);
    CHECK(message->nack.empty());
}

TEST_CASE("a goodbye and a name of somebody else are not the sender's", "[rtcp]") {
    const auto message = parse_rtcp(bytes({0x80, 201, 0, 1, 0, 0, 0, 1,                //
                                           0x81, 202, 0, 2, 0, 0, 0, 2, 1, 1, 'x', 0,  //
                                           0x81, 203, 0, 1, 0, 0, 0, 2}));
    REQUIRE(message);
    CHECK_FALSE(message->bye);
    CHECK(message->cname.empty());
}

TEST_CASE("padding at the end is taken off", "[rtcp]") {
    CHECK(parse_rtcp(bytes({0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4})));
    CHECK(fault(bytes({0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0})) == RtcpFault::bad_padding);
    CHECK(fault(bytes({0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3})) == RtcpFault::bad_padding);
    CHECK(fault(bytes({0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 12})) == RtcpFault::bad_padding);
    // RFC 3550 appendix A.2: only the last of a compound may be padded.
    CHECK(fault(bytes({0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, 0x80, 201, 0, 1, 0, 0, 0, 1})) ==
          RtcpFault::bad_padding);
}

TEST_CASE("a compound that is broken anywhere is refused as a whole", "[rtcp]") {
    CHECK(fault({}) == RtcpFault::too_short);
    CHECK(fault(bytes({0x80, 201, 0, 0})) == RtcpFault::too_short);
    CHECK(fault(bytes({0x80, 201, 0, 0, 0x80, 201, 0, 0})) == RtcpFault::bad_content);
    CHECK(fault(bytes({0x00, 201, 0, 1, 0, 0, 0, 1})) == RtcpFault::bad_version);
    CHECK(fault(bytes({0x80, 201, 0, 2, 0, 0, 0, 1})) == RtcpFault::bad_length);
    CHECK(fault(bytes({0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 201})) == RtcpFault::too_short);
    // It must begin with a report or feedback.
    CHECK(fault(bytes({0x81, 203, 0, 1, 0, 0, 0, 1})) == RtcpFault::bad_content);
    // Blocks and sources that are announced and not there.
    CHECK(fault(bytes({0x81, 201, 0, 1, 0, 0, 0, 1})) == RtcpFault::bad_content);
    CHECK(fault(bytes({0x80, 200, 0, 1, 0, 0, 0, 1})) == RtcpFault::bad_content);
    CHECK(fault(bytes({0x80, 201, 0, 1, 0, 0, 0, 1, 0x82, 203, 0, 1, 0, 0, 0, 1})) ==
          RtcpFault::bad_content);
    CHECK(fault(bytes({0x81, 205, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2})) == RtcpFault::bad_content);
    // A name longer than its packet, an item without end.
    CHECK(fault(bytes({0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 202, 0, 2, 0, 0, 0, 1, 1, 200, 0, 0})) ==
          RtcpFault::bad_content);
    CHECK(fault(bytes({0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 202,
                       0,    2,   0, 0, 0, 1, 1, 2, 'x',  'y'})) == RtcpFault::bad_content);
}

TEST_CASE("more blocks and entries than are kept are counted and dropped", "[rtcp]") {
    std::array<ReportBlock, 31> many{};
    for (std::uint32_t i = 0; i < many.size(); ++i)
        many[i].ssrc = i + 1;
    std::array<NackEntry, 40> nack{};
    const auto message =
        parse_rtcp(written({.from = 1, .reports = many, .nack_source = 2, .nack = nack}));
    REQUIRE(message);
    CHECK(message->reports.size() == 8);
    CHECK(message->reports.dropped() == 23);
    CHECK(message->nack.size() == 32);
    CHECK(message->nack.dropped() == 8);
}

TEST_CASE("what entries of a NACK ask for is read in order", "[rtcp]") {
    const std::array<NackEntry, 2> entries{{{.first = 65'534, .following = 0x8003}, {.first = 40}}};
    std::array<std::uint16_t, 8> seqs{};
    REQUIRE(unpack_nack(entries, seqs) == 5);
    CHECK(seqs[0] == 65'534);
    CHECK(seqs[1] == 65'535);
    CHECK(seqs[2] == 0);
    CHECK(seqs[3] == 14);
    CHECK(seqs[4] == 40);
    std::array<NackEntry, 2> again{};
    REQUIRE(pack_nack(std::span(seqs).first(5), again) == 2);
    CHECK(again == entries);
    // What does not fit is left out.
    CHECK(unpack_nack(entries, std::span(seqs).first(2)) == 2);
}
