#include "audio/mix/mix_line.h"

#include <algorithm>
#include <vector>

#include "tests/catch.h"

namespace giaoban::audio {

namespace {

constexpr SampleRate rate = SampleRate::hz16000;
constexpr std::size_t tick = 320;
constexpr std::size_t delay = 80;

void add(MixLine& line, std::int32_t value, bool heard = true) {
    line.add(std::vector<std::int32_t>(tick, value), heard);
}

std::vector<std::int16_t> last(const MixLine& line, std::size_t ticks) {
    std::vector<std::int16_t> out(ticks * tick);
    line.last(ticks, out);
    return out;
}

}  // namespace

TEST_CASE("a frame of any rung is cut from the last ticks, oldest first", "[audio][mix]") {
    MixLine line(rate);
    for (int i = 1; i <= 8; ++i)
        add(line, i * 100);
    for (std::size_t ticks = 1; ticks <= 6; ++ticks) {
        const auto frame = last(line, ticks);
        CHECK(frame.back() == 800);
        CHECK(frame[delay] == static_cast<std::int16_t>((9 - static_cast<int>(ticks)) * 100));
        CHECK(frame.front() == static_cast<std::int16_t>((8 - static_cast<int>(ticks)) * 100));
        CHECK(std::is_sorted(frame.begin(), frame.end()));
    }
}

SCENARIO("a mix ends in 200 ms of silence and then rests", "[audio][mix]") {
    GIVEN("a mix in which somebody spoke") {
        MixLine line(rate);
        CHECK(line.resting());
        add(line, 1'000);
        CHECK(line.lived_in_last(1));
        WHEN("nobody speaks any more") {
            int sent = 0;
            int ticks = 0;
            for (; !line.resting(); ++ticks) {
                REQUIRE(ticks < 100);
                add(line, 0, false);
                sent += line.lived_in_last(1) ? 1 : 0;
            }
            THEN("ten more ticks are sent") { CHECK(sent == 10); }
            THEN("what is left is silence, so that the next frame may begin in mid-history") {
                const auto frame = last(line, 6);
                CHECK(std::all_of(frame.begin(), frame.end(), [](auto s) { return s == 0; }));
            }
        }
    }
}

TEST_CASE("a frame is sent if any of its ticks is to be sent", "[audio][mix]") {
    MixLine line(rate);
    add(line, 1'000);
    for (int i = 0; i < MixLine::tail_ticks + 2; ++i)
        add(line, 0, false);
    CHECK_FALSE(line.lived_in_last(1));
    CHECK_FALSE(line.lived_in_last(2));
    CHECK(line.lived_in_last(3));
    CHECK(line.lived_in_last(6));
}

TEST_CASE("a copy of a mix is the same mix so far, and goes its own way from there",
          "[audio][mix]") {
    MixLine everybody(rate);
    for (int i = 1; i <= 4; ++i)
        add(everybody, i * 100);
    MixLine without = everybody;
    add(everybody, 5'000);
    add(without, 500);
    CHECK(last(everybody, 1).back() == 5'000);
    const auto frame = last(without, 3);
    CHECK(frame[0] == 200);
    CHECK(frame.back() == 500);
}

}  // namespace giaoban::audio
