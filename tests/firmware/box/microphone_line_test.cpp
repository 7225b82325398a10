#include "firmware/box/microphone_line.h"

#include <array>

#include "tests/catch.h"
#include "tests/firmware/box/plain_codec.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;
using giaoban::box::tests::PlainEncoder;

namespace {

struct Bench {
    PlainEncoder::Seen seen;
    audio::EncoderSettings settings;
    AudioRings rings;
    MicrophoneLine line;

    explicit Bench(Samples frame = 20ms)
        : settings{.frame = frame}, line(std::make_unique<PlainEncoder>(settings, seen), 1'000) {}

    bool tick(std::int16_t sample) {
        std::array<std::int16_t, 320> sound{};
        sound.fill(sample);
        return line.take(sound, rings);
    }
    std::optional<audio::EncodedPacket> packet() {
        audio::EncodedPacket one;
        if (!rings.spoken.try_pop(one)) return std::nullopt;
        return one;
    }
};

std::int16_t sample_at(const audio::EncodedPacket& packet, std::size_t index) {
    std::int16_t sample = 0;
    std::memcpy(&sample, &packet.data[2 * index], 2);
    return sample;
}

}  // namespace

SCENARIO("a closed microphone costs nothing", "[firmware][box]") {
    Bench bench;
    for (int i = 0; i < 500; ++i)
        CHECK_FALSE(bench.tick(1));
    CHECK(bench.seen.encoded == 0);
    CHECK_FALSE(bench.packet());
}

SCENARIO("an open microphone sends one packet for each frame, on one media clock",
         "[firmware][box]") {
    GIVEN("a microphone that opens after two ticks") {
        Bench bench;
        bench.tick(1);
        bench.tick(1);
        bench.line.set_open(true);
        CHECK(bench.tick(7));
        CHECK(bench.tick(8));
        THEN("the first packet has the marker, and both have the time of their tick") {
            const auto first = bench.packet();
            REQUIRE(first);
            CHECK(first->marker);
            CHECK(first->timestamp == 1'000 + 2 * 960);
            CHECK(sample_at(*first, 0) == 7);
            const auto second = bench.packet();
            REQUIRE(second);
            CHECK_FALSE(second->marker);
            CHECK(second->timestamp == 1'000 + 3 * 960);
            CHECK(bench.seen.resets == 1);
        }
        WHEN("it is closed, and opened again a second later") {
            bench.line.set_open(false);
            for (int i = 0; i < 50; ++i)
                bench.tick(1);
            bench.line.set_open(true);
            bench.tick(9);
            THEN("the next turn has a marker, a later time, and needs nothing before it") {
                (void)bench.packet();
                (void)bench.packet();
                const auto next = bench.packet();
                REQUIRE(next);
                CHECK(next->marker);
                CHECK(next->timestamp == 1'000 + 54 * 960);
                CHECK(bench.seen.resets == 2);
            }
        }
    }
    GIVEN("frames of 60 ms") {
        Bench bench(60ms);
        bench.line.set_open(true);
        CHECK_FALSE(bench.tick(1));
        CHECK_FALSE(bench.tick(2));
        CHECK(bench.tick(3));
        THEN("three ticks go into a packet, with the time of the first") {
            const auto packet = bench.packet();
            REQUIRE(packet);
            CHECK(packet->timestamp == 1'000);
            CHECK(packet->size == 30);
            CHECK(sample_at(*packet, 5) == 2);
            CHECK(sample_at(*packet, 10) == 3);
        }
        WHEN("the microphone is closed in the middle of a frame") {
            (void)bench.packet();
            bench.tick(4);
            bench.line.set_open(false);
            CHECK(bench.tick(5));
            THEN("what was said before is still sent, and silence after it") {
                const auto packet = bench.packet();
                REQUIRE(packet);
                CHECK(packet->timestamp == 1'000 + 3 * 960);
                CHECK(sample_at(*packet, 0) == 4);
                CHECK(sample_at(*packet, 5) == 0);
                CHECK_FALSE(bench.tick(6));
            }
        }
        WHEN("another rung is ordered in the middle of a frame") {
            (void)bench.packet();
            bench.tick(4);
            bench.line.encode_as({.frame = 20ms});
            bench.tick(4);
            CHECK(bench.tick(4));
            THEN("it holds from the next frame on") {
                CHECK(bench.packet()->size == 30);
                CHECK(bench.tick(4));
                CHECK(bench.packet()->size == 10);
            }
        }
    }
}

SCENARIO("pauses and trouble in the microphone's line", "[firmware][box]") {
    Bench bench;
    bench.line.set_open(true);
    bench.tick(1);
    (void)bench.packet();
    WHEN("nobody speaks for a while, and the coder says so") {
        bench.seen.silent = true;
        CHECK_FALSE(bench.tick(0));
        bench.seen.silent = false;
        bench.tick(1);
        THEN("the first packet after the pause has the marker") { CHECK(bench.packet()->marker); }
    }
    WHEN("a frame cannot be coded") {
        bench.seen.failing = true;
        CHECK_FALSE(bench.tick(1));
        THEN("that is counted") { CHECK(bench.line.dropped() == 1); }
    }
    WHEN("the network thread takes nothing for longer than the ring holds") {
        for (int i = 0; i < 70; ++i)
            bench.tick(1);
        THEN("packets are lost and counted, not waited for") { CHECK(bench.line.dropped() == 6); }
    }
    WHEN("the box is brought into another room in the midst of a frame") {
        bench.tick(1);
        const std::uint32_t from = bench.line.cut();
        (void)bench.packet();
        THEN("what was gathered is not sent, and nothing more until the microphone is opened") {
            CHECK_FALSE(bench.tick(1));
            CHECK_FALSE(bench.packet());
        }
        THEN("what is said then begins there or later, as a turn of its own") {
            bench.line.set_open(true);
            bench.tick(1);
            const auto packet = bench.packet();
            REQUIRE(packet);
            CHECK(packet->timestamp == from);
            CHECK(packet->marker);
        }
    }
    WHEN("the machine stood still") {
        bench.line.skip(1s);
        bench.tick(1);
        THEN("the media clock went on") {
            const auto packet = bench.packet();
            CHECK(packet->timestamp == 1'000 + 960 + 48'000);
            CHECK(packet->marker);
        }
    }
}
