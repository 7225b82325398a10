#include "tools/replay/packet_text.h"

#include <chrono>

#include "tests/catch.h"
#include "tools/replay/read_packets.h"

using namespace giaoban;
using namespace giaoban::replay;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a text of packets is read in the order of arrival", "[replay]") {
    const auto file =
        read_packet_text("# made by hand\n\n40100 8 1920 48ff\r\n 20000 7 960 48AA\n");
    REQUIRE(file);
    REQUIRE(file->packets.size() == 2);
    CHECK(file->packets[0].at == 20ms);
    CHECK(file->packets[0].seq == 7);
    CHECK(file->packets[1].at == 40100us);
    CHECK(file->packets[1].timestamp == 1920);
    CHECK(file->packets[1].payload == std::vector<std::byte>{std::byte{0x48}, std::byte{0xff}});
    CHECK_FALSE(file->packets[1].marker);
}

TEST_CASE("what is written is read the same, with what was lost and when it was spoken",
          "[replay]") {
    PacketFile file;
    file.origin = Origin{.timestamp = 960, .at = 5ms};
    Packet packet;
    packet.payload = {std::byte{0x48}, std::byte{1}};
    for (const bool lost : {false, true, false}) {
        packet.at += 20ms;
        packet.seq = static_cast<std::uint16_t>(packet.seq + 1);
        packet.timestamp += 960;
        packet.lost = lost;
        file.packets.push_back(packet);
    }
    const std::string text = write_packet_text(file);
    const auto again = read_packet_text(text);
    REQUIRE(again);
    REQUIRE(again->packets.size() == 3);
    CHECK(again->packets[1].lost);
    CHECK(again->packets[1].at == 40ms);
    REQUIRE(again->origin);
    CHECK(again->origin->timestamp == 960);
    CHECK(again->origin->at == 5ms);
    CHECK(write_packet_text(*again) == text);
}

TEST_CASE("a packet that follows after a pause begins a talk, though the text has no marker",
          "[replay]") {
    const auto file =
        read_packet_text("0 1 0 48\n20000 2 960 48\n900000 3 48000 48\n980000 5 49920 48\n");
    REQUIRE(file);
    CHECK_FALSE(file->packets[1].marker);
    CHECK(file->packets[2].marker);
    CHECK_FALSE(file->packets[3].marker);
}

TEST_CASE("a line that is none says which and what is accepted", "[replay]") {
    const auto [text, said] = GENERATE(table<std::string, std::string>({
        {"0 1 0 48\nhallo 1 2 48\n", "line 2: the time"},
        {"0 65536 0 48\n", "line 1: the sequence number"},
        {"0 1 4294967296 48\n", "line 1: the timestamp"},
        {"0 1 0 4\n", "line 1: the payload"},
        {"0 1 0 4g\n", "line 1: the payload"},
        {"0 1 0 " + std::string(2552, '0') + "\n", "line 1: the payload"},
        {"0 1 0 48 9\n", "more than four words"},
        {"0 1\n", "line 1: the timestamp"},
        {"# origin x\n", "line 1: `# origin`"},
        {"\n# lost 1 2\n", "line 2: the timestamp"},
        {"99999999999999999 1 0 48\n", "line 1: the time"},
    }));
    const auto file = read_packet_text(text);
    REQUIRE_FALSE(file);
    CHECK_THAT(file.error().text,
               ContainsSubstring(said) && ContainsSubstring("arrival_us seq rtp_ts payload_hex"));
}

TEST_CASE("a text without packets is refused", "[replay]") {
    for (const std::string_view text : {"", "# nothing\n", "# lost 1 2 3 48\n"}) {
        const auto file = read_packets(as_bytes(text), std::nullopt);
        REQUIRE_FALSE(file);
        CHECK_THAT(file.error().text, ContainsSubstring("no packet"));
    }
}
