#include "net/link/direction_estimate.h"

#include <chrono>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

/// A stream of frames of one length; each takes its `way` and its place.
struct Stream {
    DirectionEstimate estimate;
    Instant start{1000s};
    Duration spoken{};  // the end of the newest frame
    std::uint16_t sequence = 65'530;
    std::uint32_t timestamp = 0xFFFF'F000U;

    void packet(Samples frame, Duration way, bool lost = false, std::size_t bytes = 100) {
        spoken += std::chrono::duration_cast<Duration>(frame);
        if (!lost) {
            estimate.on_packet({.ssrc = 1,
                                .sequence = sequence,
                                .timestamp = timestamp,
                                .wire_bytes = bytes,
                                .arrived = start + spoken + way});
        }
        ++sequence;
        timestamp += static_cast<std::uint32_t>(frame.count());
    }
    [[nodiscard]] Instant now(Duration way) const { return start + spoken + way; }
};

}  // namespace

TEST_CASE("a steady stream over a steady link has no queue, no loss, and the rate that was sent",
          "[link]") {
    Stream stream;
    for (int i = 0; i < 150; ++i)
        stream.packet(20ms, 60ms);
    const auto reading = stream.estimate.reading(stream.now(60ms));
    CHECK(reading.live);
    CHECK(reading.loss == 0);
    CHECK(reading.queue == 0ms);
    CHECK(reading.growth == 0ms);
    CHECK(reading.rate_bps == Approx(40'000).epsilon(0.02));
    CHECK_FALSE(is_congested(reading));
}

TEST_CASE("nothing can be said of a stream that has begun just now, or has ended", "[link]") {
    Stream stream;
    CHECK_FALSE(stream.estimate.reading(stream.start).live);
    stream.packet(20ms, 60ms);
    CHECK_FALSE(stream.estimate.reading(stream.now(60ms)).live);
    for (int i = 0; i < 50; ++i)
        stream.packet(20ms, 60ms);
    CHECK(stream.estimate.reading(stream.now(60ms)).live);
    CHECK_FALSE(stream.estimate.reading(stream.now(60ms) + 2s).live);
}

TEST_CASE("a queue that grows is seen within a second, and how fast it grows", "[link]") {
    Stream stream;
    for (int i = 0; i < 100; ++i)
        stream.packet(20ms, 60ms);
    int packets = 0;
    // 0.3 s a second: 26 kbit/s for a link of 20.
    while (!is_congested(stream.estimate.reading(stream.now(60ms + packets * 6ms)))) {
        REQUIRE(packets < 50);
        stream.packet(20ms, 60ms + ++packets * 6ms);
    }
    while (packets < 100)
        stream.packet(20ms, 60ms + ++packets * 6ms);
    const auto reading = stream.estimate.reading(stream.now(60ms + packets * 6ms));
    // It arrives in 1.3 s what was sent in one: grown by 0.23 s in each second that it arrives.
    CHECK(std::chrono::duration<double>(reading.growth).count() == Approx(0.23).epsilon(0.1));
    CHECK(reading.queue > 400ms);
    CHECK(is_congested(reading));
}

TEST_CASE("frames that become longer or shorter are no queue", "[link]") {
    Stream stream;
    for (int round = 0; round < 20; ++round) {
        for (const Samples frame : {Samples{20ms}, Samples{120ms}, Samples{60ms}, Samples{40ms}}) {
            for (int i = 0; i < 12; ++i)
                stream.packet(frame, 60ms);
            const auto reading = stream.estimate.reading(stream.now(60ms));
            REQUIRE(reading.queue <= 1ms);
            REQUIRE(reading.growth <= 1ms);
        }
    }
}

TEST_CASE("jitter and a stall are no queue, and no congestion", "[link]") {
    Stream stream;
    SeededRandom random(5);
    Duration held{};
    for (int i = 0; i < 3000; ++i) {
        // Every 10 s nothing comes for 1.2 s, then all at once.
        if (i % 500 == 499) held = 1200ms;
        const Duration way = std::max<Duration>(held, Milliseconds{random.below(60)});
        stream.packet(20ms, 60ms + way);
        held = std::max<Duration>(held - 20ms, 0ms);
        const auto reading = stream.estimate.reading(stream.now(60ms + way));
        if (way < 60ms) {
            INFO("packet " << i);
            REQUIRE_FALSE(is_congested(reading));
        }
    }
}

TEST_CASE("loss is counted, at any frame length; what is overtaken is not lost", "[link]") {
    Stream stream;
    for (int i = 0; i < 200; ++i)
        stream.packet(40ms, 60ms, i % 4 == 1);
    CHECK(stream.estimate.reading(stream.now(60ms)).loss == Approx(0.25).margin(0.02));
    CHECK(stream.estimate.reading(stream.now(60ms)).queue <= 1ms);

    DirectionEstimate swapped;
    Instant at{1000s};
    for (std::uint16_t i = 0; i < 200; ++i) {
        const auto sequence = static_cast<std::uint16_t>(i ^ 1U);
        at += 20ms;
        swapped.on_packet({.ssrc = 1,
                           .sequence = sequence,
                           .timestamp = sequence * 960U,
                           .wire_bytes = 100,
                           .arrived = at});
    }
    CHECK(swapped.reading(at).loss < 0.02);
}

TEST_CASE("what is sent again does not hide the loss, and costs rate", "[link]") {
    DirectionEstimate estimate;
    Instant at{1000s};
    for (std::uint16_t i = 0; i < 200; ++i) {
        at += 20ms;
        const auto send = [&](std::uint16_t sequence) {
            estimate.on_packet({.ssrc = 1,
                                .sequence = sequence,
                                .timestamp = sequence * 960U,
                                .wire_bytes = 100,
                                .arrived = at});
        };
        if (i % 5 != 4) send(i);
        if (i > 10 && i % 5 == 0) send(static_cast<std::uint16_t>(i - 6));  // 120 ms late
    }
    CHECK(estimate.reading(at).loss == Approx(0.2).margin(0.02));
    CHECK(estimate.reading(at).rate_bps == Approx(40'000).epsilon(0.05));
}

TEST_CASE("another stream, a jump, a long pause and a clock that was set begin anew", "[link]") {
    Stream stream;
    for (int i = 0; i < 100; ++i)
        stream.packet(20ms, 60ms);
    SECTION("a pause of five minutes, in which clocks drifted") {
        stream.spoken += 300s;
        stream.timestamp += 300U * 48'000U;
    }
    SECTION("another place in the numbers") { stream.sequence += 20'000; }
    SECTION("the timestamps jump") { stream.timestamp -= 48'000U * 1'000U; }
    for (int i = 0; i < 100; ++i)
        stream.packet(20ms, 260ms);
    const auto reading = stream.estimate.reading(stream.now(260ms));
    CHECK(reading.live);
    CHECK(reading.growth == 0ms);
    CHECK_FALSE(is_congested(reading));
}

TEST_CASE("any packet may come", "[link]") {
    SeededRandom random(9);
    DirectionEstimate estimate;
    Instant at{1000s};
    for (int i = 0; i < 20'000; ++i) {
        at += Microseconds{random.below(50'000)};
        estimate.on_packet({.ssrc = static_cast<std::uint32_t>(random.below(2)),
                            .sequence = static_cast<std::uint16_t>(random.u32()),
                            .timestamp = random.u32(),
                            .marker = random.below(2) == 0,
                            .wire_bytes = random.below(1400),
                            .arrived = at});
        const auto reading = estimate.reading(at);
        REQUIRE(reading.loss >= 0);
        REQUIRE(reading.loss <= 1);
        REQUIRE(reading.queue >= 0ms);
    }
}
