#include "firmware/box/tone_check.h"

#include <cmath>
#include <deque>
#include <numbers>
#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;

namespace {

/// A room: what is played is heard later and fainter, beside other sounds.
struct Room {
    double gain = 0.1;
    std::size_t late = 5;  ///< ticks
    double noise = 0;      ///< peak of a noise that does not know of the tones
    double hum = 0;        ///< peak of a tone of 1000 Hz that never ends
    SampleRate rate = SampleRate::hz16000;
};

std::optional<net::SelfTestTrouble> test_in(const Room& room, int volume = 100) {
    ToneCheck check(room.rate);
    SeededRandom random(7);
    const std::size_t tick = sample_count(Samples{std::chrono::milliseconds{20}}, room.rate);
    std::deque<std::vector<std::int16_t>> on_its_way(room.late, std::vector<std::int16_t>(tick));
    std::optional<net::SelfTestTrouble> found;
    std::size_t at = 0;
    check.begin();
    while (check.is_on()) {
        std::vector<std::int16_t> sound(tick);
        check.play(sound, volume);
        on_its_way.push_back(sound);
        for (auto& sample : on_its_way.front()) {
            const double turn = 2 * std::numbers::pi * 1000 * static_cast<double>(at++);
            const double heard = room.gain * sample +
                                 room.noise * (static_cast<double>(random.below(2001)) / 1000 - 1) +
                                 room.hum * std::sin(turn / hertz(room.rate));
            sample = static_cast<std::int16_t>(std::clamp(heard, -32'768.0, 32'767.0));
        }
        found = check.hear(on_its_way.front());
        on_its_way.pop_front();
    }
    return found;
}

}  // namespace

TEST_CASE("a tone that is played is heard, late and faint as rooms make it", "[firmware][box]") {
    using Trouble = net::SelfTestTrouble;
    CHECK(test_in({}) == Trouble::none);
    CHECK(test_in({.rate = SampleRate::hz48000}) == Trouble::none);
    CHECK(test_in({.late = 0}) == Trouble::none);
    CHECK(test_in({.late = ToneCheck::most_late}) == Trouble::none);
    CHECK(test_in({.gain = 0.005}) == Trouble::none);
    CHECK(test_in({.gain = 0.05, .noise = 600}) == Trouble::none);
    CHECK(test_in({.gain = 0.1, .hum = 200}) == Trouble::none);
    CHECK(test_in({}, 10) == Trouble::none);
}

TEST_CASE("what is not the tone is not taken for it", "[firmware][box]") {
    using Trouble = net::SelfTestTrouble;
    CHECK(test_in({.gain = 0}) == Trouble::not_heard);
    CHECK(test_in({.gain = 0, .noise = 8'000}) == Trouble::not_heard);
    CHECK(test_in({.gain = 0, .hum = 8'000}) == Trouble::not_heard);
    CHECK(test_in({.gain = 0.0005, .noise = 1'000}) == Trouble::not_heard);
    CHECK(test_in({.late = ToneCheck::most_late + 10}) == Trouble::not_heard);
}

TEST_CASE("a microphone that the tone overdrives is told as such", "[firmware][box]") {
    CHECK(test_in({.gain = 20}) == net::SelfTestTrouble::too_loud);
}

TEST_CASE("somebody who talks all the time is not taken for the tones", "[firmware][box]") {
    // Syllables of 60 to 300 ms, each with the overtones of a voice of another height: 200 seconds of them.
    SeededRandom random(11);
    constexpr int rate = 16'000;
    double phase = 0;
    double height = 120;
    int left = 0;
    double loud = 0;
    for (int round = 0; round < 60; ++round) {
        ToneCheck check(SampleRate::hz16000);
        check.begin();
        std::optional<net::SelfTestTrouble> found;
        while (check.is_on()) {
            std::vector<std::int16_t> sound(320);
            for (auto& sample : sound) {
                if (--left <= 0) {
                    left = 960 + static_cast<int>(random.below(3'840));
                    height = 90 + static_cast<double>(random.below(160));
                    loud = random.below(4) == 0 ? 0 : 3'000;
                }
                phase += 2 * std::numbers::pi * height / rate;
                double voice = 0;
                for (int tone = 1; tone <= 16; ++tone)
                    voice += std::sin(tone * phase) / tone;
                sample = static_cast<std::int16_t>(loud * voice);
            }
            std::vector<std::int16_t> played(320);
            check.play(played, 100);
            found = check.hear(sound);
        }
        CHECK(found == net::SelfTestTrouble::not_heard);
    }
}
