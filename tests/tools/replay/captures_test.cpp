#include <chrono>

#include "tests/catch.h"
#include "tests/tools/replay/capture_bytes.h"
#include "tools/replay/pcap.h"
#include "tools/replay/read_packets.h"
#include "tools/replay/rtpdump.h"

using namespace giaoban;
using namespace giaoban::replay;
using namespace giaoban::tests;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::uint32_t ethernet = 1;
constexpr std::uint32_t raw = 101;

CaptureBytes on_ethernet(const CaptureBytes& packet, unsigned ethertype) {
    return CaptureBytes{}.zeros(12).u16(ethertype).add(packet);
}

PacketFile must_read(const CaptureBytes& capture) {
    auto file = read_packets(capture.bytes(), std::nullopt);
    INFO((file ? std::string() : file.error().text));
    REQUIRE(file);
    return std::move(*file);
}

std::string refusal(const CaptureBytes& capture, std::optional<std::uint32_t> ssrc = std::nullopt) {
    const auto file = read_packets(capture.bytes(), ssrc);
    REQUIRE_FALSE(file);
    return file.error().text;
}

}  // namespace

TEST_CASE("an rtpdump file is read with its times and without its RTCP", "[replay]") {
    CaptureBytes dump = rtpdump_head();
    dump.add(rtpdump_record(rtp(1, 960, 7, true), 20)).add(rtpdump_record(rtp(2, 1920), 41));
    dump.add(rtpdump_record(CaptureBytes{}.u8(0x80).u8(200).zeros(30), 42, true));
    const PacketFile file = must_read(dump);
    REQUIRE(file.packets.size() == 2);
    CHECK(file.packets[0].at == 20ms);
    CHECK(file.packets[0].seq == 1);
    CHECK(file.packets[0].timestamp == 960);
    CHECK(file.packets[0].marker);
    CHECK(file.packets[1].at == 41ms);
    CHECK(file.packets[1].payload.size() == 2);
    CHECK_FALSE(file.origin);
}

TEST_CASE("an rtpdump file that breaks off is read as far as it goes", "[replay]") {
    CaptureBytes dump = rtpdump_head();
    dump.add(rtpdump_record(rtp(1, 960), 20)).add(rtpdump_record(rtp(2, 1920), 40));
    const auto file = read_rtpdump(dump.bytes().first(dump.size() - 3), std::nullopt);
    REQUIRE(file);
    CHECK(file->packets.size() == 1);
}

TEST_CASE("an rtpdump file that is broken says where", "[replay]") {
    CHECK_THAT(refusal(CaptureBytes{}.text("#!rtpplay1.0 192.0.2.1/5004\n").zeros(3)),
               ContainsSubstring("16 bytes"));
    CHECK_THAT(refusal(rtpdump_head().u16(3).zeros(6)),
               ContainsSubstring("byte 44: a record of 3 bytes"));
    CHECK_THAT(refusal(rtpdump_head()), ContainsSubstring("no clear RTP"));
}

TEST_CASE("captures of every link type and IP version give the same packets", "[replay]") {
    const CaptureBytes v4 = ipv4(udp(rtp(9, 4800)));
    const CaptureBytes v6 = ipv6(udp(rtp(9, 4800)));
    const auto [link, frame] = GENERATE_REF(
        std::pair(ethernet, on_ethernet(v4, 0x0800)), std::pair(ethernet, on_ethernet(v6, 0x86dd)),
        std::pair(ethernet, on_ethernet(CaptureBytes{}.u16(5).u16(0x0800).add(v4), 0x8100)),
        std::pair(113U, CaptureBytes{}.zeros(14).u16(0x0800).add(v4)),
        std::pair(276U, CaptureBytes{}.u16(0x86dd).zeros(18).add(v6)), std::pair(raw, v4),
        std::pair(raw, v6), std::pair(228U, v4), std::pair(229U, v6));
    const PacketFile file = must_read(pcap_head(link).add(pcap_record(frame, 3, 250)));
    REQUIRE(file.packets.size() == 1);
    CHECK(file.packets[0].at == 3s + 250us);
    CHECK(file.packets[0].seq == 9);
    CHECK(file.packets[0].timestamp == 4800);
}

TEST_CASE(
    "a capture with nanoseconds, or from a machine of the other byte order, has the same times",
    "[replay]") {
    const CaptureBytes frame = ipv4(udp(rtp(9, 4800)));
    const PacketFile nanoseconds =
        must_read(pcap_head(raw, 0xa1b23c4d).add(pcap_record(frame, 3, 250'999)));
    CHECK(nanoseconds.packets.at(0).at == 3s + 250us);
    CaptureBytes big;
    big.u32(0xa1b2c3d4).u32(0x00020004).zeros(8).u32(65'535).u32(raw);
    const auto size = static_cast<std::uint32_t>(frame.size());
    big.u32(3).u32(250).u32(size).u32(size).add(frame);
    CHECK(must_read(big).packets.at(0).at == 3s + 250us);
}

TEST_CASE("what is no UDP, a fragment, or says to be longer than it is, is stepped over",
          "[replay]") {
    CaptureBytes capture = pcap_head(raw);
    capture.add(pcap_record(ipv4(udp(rtp(1, 0)), 6), 1, 0));
    capture.add(pcap_record(ipv4(udp(rtp(2, 960)), 17, 0x2000), 2, 0));
    capture.add(pcap_record(CaptureBytes{}.u8(0x45).u8(0).u16(900).zeros(16), 3, 0));
    capture.add(pcap_record(ipv4(CaptureBytes{}.u16(1).u16(2).u16(99).u16(0)), 4, 0));
    capture.add(pcap_record(ipv4(udp(rtp(5, 4800))), 5, 0));
    const PacketFile file = must_read(capture);
    REQUIRE(file.packets.size() == 1);
    CHECK(file.packets[0].seq == 5);
}

TEST_CASE("of several streams the longest is taken, or the one that is named", "[replay]") {
    CaptureBytes capture = pcap_head(raw);
    capture.add(pcap_record(ipv4(udp(rtp(1, 0, 0xa1))), 1, 0));
    capture.add(pcap_record(ipv4(udp(rtp(1, 0, 0xb2))), 1, 10));
    capture.add(pcap_record(ipv4(udp(rtp(2, 960, 0xb2))), 1, 20));
    // The same stream seen on its way to somewhere else is another one.
    capture.add(pcap_record(ipv4(udp(rtp(3, 1920, 0xb2), 4001)), 1, 30));
    CHECK(must_read(capture).packets.size() == 2);
    const auto named = read_packets(capture.bytes(), 0xa1);
    REQUIRE(named);
    CHECK(named->packets.size() == 1);
    CHECK_THAT(refusal(capture, 0xc3),
               ContainsSubstring("0x000000c3") && ContainsSubstring("0x000000b2 (2 packets)"));
}

TEST_CASE("a capture that cannot be read says what to do", "[replay]") {
    CHECK_THAT(refusal(CaptureBytes{}.u32(0x0a0d0d0a).zeros(40)), ContainsSubstring("editcap"));
    CHECK_THAT(refusal(CaptureBytes{}.little(0xa1b2c3d4)), ContainsSubstring("24 bytes"));
    CHECK_THAT(refusal(pcap_head(147)), ContainsSubstring("link type 147"));
    CHECK_THAT(refusal(pcap_head(raw).zeros(8).little(0x7fffffff).zeros(4)),
               ContainsSubstring("byte 24"));
    CHECK_THAT(refusal(pcap_head(raw)), ContainsSubstring("SRTP"));
    CHECK_THAT(refusal(CaptureBytes{}.text("RIFF").zeros(40)), ContainsSubstring("neither"));
}

TEST_CASE("a file whose packets lie years apart is refused, since it would be heard for years",
          "[replay]") {
    CaptureBytes capture = pcap_head(raw);
    capture.add(pcap_record(ipv4(udp(rtp(1, 0))), 1, 0))
        .add(pcap_record(ipv4(udp(rtp(2, 960))), 2'000'000, 0));
    CHECK_THAT(refusal(capture), ContainsSubstring("more than a day"));
}
