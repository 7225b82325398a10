#include "audio/voice/voice_processor.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;

namespace {

constexpr std::size_t tick = 320;
constexpr std::size_t second = 16'000;
using Sound = std::vector<std::int16_t>;

/// Something with the spectrum and the rhythm of speech: noise through a one-pole low pass, in
/// syllables of 200 ms with pauses that are never the same.
Sound speech_like(std::uint64_t seed, std::size_t count, double peak) {
    SeededRandom random(seed);
    Sound sound(count);
    double low = 0;
    double loud = 0;
    double target = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % (second / 5) == 0) target = random.unit() < 0.3 ? 0 : 0.3 + 0.7 * random.unit();
        loud += (target - loud) * 0.002;
        low += (2 * random.unit() - 1 - low) * 0.3;
        sound[i] = static_cast<std::int16_t>(peak * loud * low);
    }
    return sound;
}

/// A room: the direct way after 45 ms, and 120 ms of reverberation that dies away.
Sound in_a_room(const Sound& played) {
    SeededRandom random(7);
    std::vector<std::pair<std::size_t, double>> ways{{second * 45 / 1000, 0.4}};
    for (int i = 0; i < 60; ++i) {
        const double at = random.unit();
        ways.emplace_back(second * 45 / 1000 + static_cast<std::size_t>(at * second * 0.12),
                          (random.unit() - 0.5) * 0.3 * std::exp(-4 * at));
    }
    Sound heard(played.size());
    for (std::size_t i = 0; i < played.size(); ++i) {
        double sum = 0;
        for (const auto& [delay, gain] : ways)
            sum += i >= delay ? gain * played[i - delay] : 0;
        heard[i] = static_cast<std::int16_t>(std::clamp(sum, -32'000.0, 32'000.0));
    }
    return heard;
}

Sound sum(const Sound& a, const Sound& b) {
    Sound both(a.size());
    std::ranges::transform(a, b, both.begin(),
                           [](int x, int y) { return static_cast<std::int16_t>(x + y); });
    return both;
}

Sound processed(Sound captured, const Sound& played, const VoiceSettings& settings) {
    const auto voice = make_voice_processor(settings, SampleRate::hz16000);
    for (std::size_t at = 0; at + tick <= captured.size(); at += tick) {
        voice->process(std::span(captured).subspan(at, tick), std::span(played).subspan(at, tick));
    }
    return captured;
}

double power_db(std::span<const std::int16_t> sound) {
    double power = 1;
    for (const double sample : sound)
        power += sample * sample;
    return 10 * std::log10(power / static_cast<double>(sound.size()));
}

double last_second_db(const Sound& sound) { return power_db(std::span(sound).last(2 * second)); }

constexpr VoiceSettings echo_only{.reduce_noise = false, .level_gain = false};
constexpr VoiceSettings noise_only{.remove_echo = false, .level_gain = false};
constexpr VoiceSettings gain_only{.remove_echo = false, .reduce_noise = false};

}  // namespace

SCENARIO("a room does not hear itself", "[audio][voice]") {
    GIVEN("the meeting on the room's speaker, and its echo in the room's microphone") {
        const Sound far = speech_like(1, 12 * second, 12'000);
        const Sound echo = in_a_room(far);
        WHEN("nobody in the room speaks") {
            const Sound cleaned = processed(echo, far, echo_only);
            THEN("the echo is at least 25 dB lower after ten seconds") {
                const double reduction = last_second_db(echo) - last_second_db(cleaned);
                WARN(voice_library() << " takes " << reduction << " dB off the echo");
                CHECK(reduction >= 25);
            }
        }
        WHEN("somebody in the room begins to speak after ten seconds") {
            Sound near = speech_like(2, 12 * second, 9'000);
            std::fill_n(near.begin(), 10 * second, std::int16_t{0});
            const Sound cleaned = processed(sum(echo, near), far, echo_only);
            THEN("what is left is that speech, at half its height at least") {
                const double kept = last_second_db(cleaned) - last_second_db(near);
                WARN(voice_library() << " changes near speech over an echo by " << kept << " dB");
                CHECK(std::abs(kept) <= 6);
            }
        }
    }
}

TEST_CASE("steady noise is lowered by 8 dB at least, and speech over it stays", "[audio][voice]") {
    SeededRandom random(3);
    Sound noise(8 * second);
    for (auto& sample : noise)
        sample = static_cast<std::int16_t>(600 * (random.unit() - 0.5));
    const Sound quiet(noise.size(), 0);
    const double lowered =
        last_second_db(noise) - last_second_db(processed(noise, quiet, noise_only));
    WARN(voice_library() << " takes " << lowered << " dB off noise");
    CHECK(lowered >= 8);

    const Sound speech = speech_like(4, noise.size(), 12'000);
    const Sound cleaned = processed(sum(speech, noise), quiet, noise_only);
    CHECK(std::abs(last_second_db(cleaned) - last_second_db(speech)) <= 4);
}

TEST_CASE("a talker far from the microphone is raised, silence is not", "[audio][voice]") {
    const Sound quiet(12 * second, 0);
    const Sound far_talker = speech_like(5, quiet.size(), 2'500);
    const double raised =
        last_second_db(processed(far_talker, quiet, gain_only)) - last_second_db(far_talker);
    WARN(voice_library() << " raises a far talker by " << raised << " dB");
    CHECK(raised >= 3);
    CHECK(last_second_db(processed(quiet, quiet, gain_only)) <= 1);
}

TEST_CASE("with all switched off, sound goes through as it came but for a filter's delay",
          "[audio][voice]") {
    const Sound quiet(4 * second, 0);
    const Sound speech = speech_like(6, quiet.size(), 9'000);
    const Sound same = processed(
        speech, quiet, {.remove_echo = false, .reduce_noise = false, .level_gain = false});
    CHECK(std::abs(last_second_db(same) - last_second_db(speech)) <= 1.5);
}
