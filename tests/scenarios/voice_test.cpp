#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "tests/catch.h"
#include "tests/scenarios/hearing.h"
#include "tests/scenarios/token_codec.h"
#include "tests/scenarios/voice.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

// The judge is judged first: what it is to see, it sees.

namespace {

std::vector<std::int16_t> tick_of(std::int16_t level) {
    return std::vector<std::int16_t>(320, level);
}

audio::EncoderSettings settings(Samples frame, int bps) {
    return {.rate = SampleRate::hz16000,
            .frame = frame,
            .bitrate_bps = bps,
            .expected_loss_percent = 20};
}

}  // namespace

TEST_CASE("a level tells the voice and the frame, and a sum tells all voices", "[scenarios]") {
    for (std::size_t which = 0; which < voice::count; ++which) {
        for (std::uint32_t frame = 0; frame < 300; ++frame) {
            const auto heard = voice::read(voice::level(which, frame));
            REQUIRE(heard);
            REQUIRE(heard->voices == 1U << which);
            REQUIRE(heard->frame == frame % voice::frames);
        }
    }
    for (unsigned together = 1; together < 1U << voice::count; ++together) {
        for (const std::uint32_t frame : {0U, 57U, 125U}) {
            int sum = 0;
            for (std::size_t i = 0; i < voice::count; ++i) {
                if ((together >> i & 1U) != 0) sum += voice::level(i, frame);
            }
            REQUIRE(sum <= 32'767);
            const auto heard = voice::read(static_cast<std::int16_t>(sum));
            REQUIRE(heard);
            CHECK(heard->voices == together);
        }
    }
    CHECK_FALSE(voice::read(0));
    CHECK_FALSE(voice::read(voice::unclear));
    CHECK_FALSE(voice::read(voice::unit + 1000));
}

TEST_CASE("a fade says nothing, a step does", "[scenarios]") {
    std::vector<std::int16_t> block(80);
    for (std::size_t i = 0; i < block.size(); ++i)
        block[i] = static_cast<std::int16_t>(100 * i);
    CHECK(voice::level_of(block) == voice::unclear);
    std::fill(block.begin(), block.begin() + 30, std::int16_t{4098});
    std::fill(block.begin() + 30, block.end(), std::int16_t{4102});
    CHECK(voice::level_of(block) == 4102);
}

TEST_CASE("the token codec carries levels, and as much of what was before as there is room for",
          "[scenarios]") {
    TokenEncoder encoder(settings(60ms, 20'000));
    TokenDecoder decoder(SampleRate::hz16000);
    std::array<std::byte, 1275> packet{};
    std::size_t size = 0;
    std::uint32_t number = 0;
    for (int i = 0; i < 40; ++i) {
        std::vector<std::int16_t> frame;
        for (int t = 0; t < 3; ++t) {
            const auto tick = tick_of(voice::level(1, number++));
            frame.insert(frame.end(), tick.begin(), tick.end());
        }
        const auto done = encoder.encode(frame, packet);
        REQUIRE(done);
        size = *done;
        std::vector<std::int16_t> heard(960);
        REQUIRE(decoder.decode(Bytes(packet).first(size), heard).value_or(0) == 960U);
        CHECK(heard == frame);
    }
    const Bytes payload = Bytes(packet).first(size);
    CHECK(payload.size() == 150);
    CHECK(decoder.duration_of(payload).value_or(Samples{0}) == Samples{60ms});
    CHECK(decoder.load_dred(payload) == Samples{1040ms});
    // The tick that ends 200 ms before the packet.
    std::vector<std::int16_t> before(320);
    REQUIRE(decoder.recover_dred(220ms, before).value_or(0) == 320U);
    CHECK(before == tick_of(voice::level(1, number - 3 - 11)));
    CHECK_FALSE(decoder.recover_dred(1060ms, before));
    CHECK_FALSE(decoder.duration_of(payload.first(20)));
    encoder.reset();
    const auto anew = encoder.encode(std::vector<std::int16_t>(960), packet);
    REQUIRE(anew);
    CHECK(decoder.load_dred(Bytes(packet).first(*anew)) == Samples{0});
}

TEST_CASE("an ear notices what is missing, late, backwards, strange or its own", "[scenarios]") {
    const Instant start{100s};
    Turns turns;
    const std::size_t turn = turns.begin(1, start);
    REQUIRE(turn == 0);
    const std::size_t which = turns.all()[0].voice;
    Hearing other(0, turns);
    Hearing itself(1, turns);
    const auto play = [&](Hearing& ear, std::uint32_t frame, Duration at) {
        ear.listen(tick_of(voice::level(which, frame)), start + at);
    };
    for (std::uint32_t i = 0; i < 50; ++i)
        play(other, i, 200ms + i * 20ms);
    REQUIRE(other.of(0) != nullptr);
    CHECK(other.of(0)->frames == 50);
    CHECK(other.of(0)->missing == 0);
    CHECK(other.of(0)->longest_silence == 0ms);
    CHECK(other.of(0)->least_delay == 200ms);
    play(other, 54, 200ms + 50 * 20ms);
    CHECK(other.of(0)->missing == 4);
    CHECK(other.of(0)->longest_gap == 4);
    play(other, 55, 200ms + 61 * 20ms);
    CHECK(other.of(0)->longest_silence == 200ms);
    play(other, 51, 200ms + 62 * 20ms);
    CHECK(other.of(0)->backwards > 0);
    CHECK(other.itself() == 0);
    play(itself, 3, 300ms);
    CHECK(itself.itself() == 4);
    other.listen(tick_of(voice::level((which + 1) % voice::count, 5)), start + 3s);
    CHECK(other.strange() == 4);
}

TEST_CASE("a voice is lent again only when nobody can hear it any more", "[scenarios]") {
    const Instant start{100s};
    Turns turns;
    for (std::size_t i = 0; i < voice::count; ++i) {
        CHECK(turns.all().size() == i);
        turns.end(turns.begin(i, start), start + 1s);
    }
    const std::size_t fifth = turns.begin(9, start + 2s);
    CHECK(turns.all()[fifth].voice == voice::count);
    const std::size_t sixth = turns.begin(9, start + 6s);
    CHECK(turns.all()[sixth].voice < voice::count);
}
