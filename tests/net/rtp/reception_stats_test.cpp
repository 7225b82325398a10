#include "net/rtp/reception_stats.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;
using Counted = ReceptionStats::Counted;

namespace {

const Instant start{10'000s};

RtpHeader packet(std::uint32_t number) {
    return {.sequence = static_cast<std::uint16_t>(number), .timestamp = number * 960U};
}

Instant at(std::uint32_t number) { return start + number * 20ms; }

}  // namespace

TEST_CASE("a stream without loss is reported without loss", "[rtp]") {
    ReceptionStats stats(7);
    CHECK_FALSE(stats.has_begun());
    for (std::uint32_t i = 0; i < 100; ++i) {
        CHECK(stats.on_packet(packet(i), at(i)) == Counted::in_order);
    }
    const auto block = stats.report(at(100));
    CHECK(block.ssrc == 7);
    CHECK(block.fraction_lost == 0);
    CHECK(block.cumulative_lost == 0);
    CHECK(block.highest_sequence == 99);
    CHECK(block.jitter == 0);
    CHECK(block.last_sender_report == 0);
    CHECK(block.delay_since_sender_report == 0);
}

TEST_CASE("before anything was received the report says nothing", "[rtp]") {
    ReceptionStats stats(7);
    CHECK(stats.report(start) == ReportBlock{.ssrc = 7});
}

TEST_CASE("loss is reported since the last report, and altogether", "[rtp]") {
    ReceptionStats stats(7);
    // Every fourth of 100 is lost: numbers 3, 7, ... 99; the last one is not missed yet.
    for (std::uint32_t i = 0; i < 100; ++i) {
        if (i % 4 != 3) static_cast<void>(stats.on_packet(packet(i), at(i)));
    }
    auto block = stats.report(at(100));
    CHECK(block.cumulative_lost == 24);
    // 24 of 99: floor(256 x 24 / 99) = 62.
    CHECK(block.fraction_lost == 62);
    for (std::uint32_t i = 100; i < 200; ++i)
        static_cast<void>(stats.on_packet(packet(i), at(i)));
    block = stats.report(at(200));
    CHECK(block.cumulative_lost == 25);
    // 1 of 101.
    CHECK(block.fraction_lost == 2);
}

TEST_CASE("duplicates make up for losses, and never make the fraction negative", "[rtp]") {
    ReceptionStats stats(7);
    for (std::uint32_t i = 0; i < 10; ++i) {
        static_cast<void>(stats.on_packet(packet(i), at(i)));
        CHECK(stats.on_packet(packet(i), at(i)) == Counted::behind);
    }
    const auto block = stats.report(at(10));
    CHECK(block.cumulative_lost == -10);
    CHECK(block.fraction_lost == 0);
}

TEST_CASE("everything lost between two reports reads as 255 of 256", "[rtp]") {
    ReceptionStats stats(7);
    static_cast<void>(stats.on_packet(packet(0), at(0)));
    static_cast<void>(stats.report(at(1)));
    static_cast<void>(stats.on_packet(packet(2000), at(2000)));
    CHECK(stats.report(at(2001)).fraction_lost == 255);
}

TEST_CASE("sequence numbers are counted on across the wrap", "[rtp]") {
    ReceptionStats stats(7);
    for (std::uint32_t i = 65'000; i < 66'000; ++i) {
        CHECK(stats.on_packet(packet(i), at(i)) == Counted::in_order);
    }
    // One from before the wrap, late.
    CHECK(stats.on_packet(packet(65'920), at(66'000)) == Counted::behind);
    const auto block = stats.report(at(66'001));
    CHECK(block.highest_sequence == 65'999);
    CHECK(stats.cumulative_lost() == -1);
}

TEST_CASE("a source that starts again elsewhere is believed at its second packet", "[rtp]") {
    ReceptionStats stats(7);
    for (std::uint32_t i = 0; i < 10; ++i)
        static_cast<void>(stats.on_packet(packet(i), at(i)));
    CHECK(stats.on_packet(packet(30'000), at(10)) == Counted::strange);
    CHECK(stats.on_packet(packet(10), at(10)) == Counted::in_order);
    // Not followed up: the old count goes on.
    CHECK(stats.on_packet(packet(30'001), at(11)) == Counted::strange);
    CHECK(stats.on_packet(packet(30'002), at(12)) == Counted::restarted);
    CHECK(stats.on_packet(packet(30'003), at(13)) == Counted::in_order);
    CHECK(stats.cumulative_lost() == 0);
    CHECK(stats.highest_sequence() == 30'003);
}

TEST_CASE("jitter follows appendix A.8 of RFC 3550", "[rtp]") {
    // Packets alternately on time and 10 ms late: |D| is 480 ticks each time. J += (480 - J) / 16
    // comes to 480, less what the integer arithmetic rounds away (less than one tick a step of 16).
    ReceptionStats stats(7);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        static_cast<void>(stats.on_packet(packet(i), at(i) + (i % 2 == 0 ? 0ms : 10ms)));
    }
    CHECK(stats.report(at(1000)).jitter >= 479);
    CHECK(stats.report(at(1000)).jitter <= 480);
    CHECK(std::chrono::abs(stats.jitter() - 10ms) < 50us);
}

TEST_CASE("a pause does not count as jitter when the marker says so", "[rtp]") {
    ReceptionStats stats(7);
    for (std::uint32_t i = 0; i < 100; ++i)
        static_cast<void>(stats.on_packet(packet(i), at(i)));
    // Ten seconds later, but with a timestamp that only went on by one packet.
    auto next = packet(100);
    next.marker = true;
    static_cast<void>(stats.on_packet(next, at(600)));
    static_cast<void>(stats.on_packet(packet(101), at(601)));
    CHECK(stats.jitter() == 0ms);
}

TEST_CASE("a timestamp that jumps by an hour does not spoil the jitter", "[rtp]") {
    ReceptionStats stats(7);
    for (std::uint32_t i = 0; i < 100; ++i)
        static_cast<void>(stats.on_packet(packet(i), at(i)));
    auto next = packet(100);
    next.timestamp += 3600U * 48'000U;
    static_cast<void>(stats.on_packet(next, at(100)));
    CHECK(stats.jitter() == 0ms);
}

TEST_CASE("a report says which sender report was last and how long ago", "[rtcp]") {
    ReceptionStats stats(7);
    static_cast<void>(stats.on_packet(packet(0), at(0)));
    stats.on_sender_report({.ntp = 0x12345678'9ABCDEF0}, start + 1s);
    const auto block = stats.report(start + 6250ms);
    CHECK(block.last_sender_report == 0x56789ABC);
    CHECK(block.delay_since_sender_report == 0x00054000);
}
