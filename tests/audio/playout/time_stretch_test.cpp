#include <algorithm>
#include <vector>

#include "audio/playout/time_stretch.h"

#include "audio/playout/playout_words.h"
#include "audio/playout/sound_line.h"
#include "tests/audio/codec/speech.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using audio::SoundLine;
using audio::TimeStretch;

namespace {

std::vector<std::int16_t> tone(double hz, double seconds, double rate) {
    std::vector<std::int16_t> out(static_cast<std::size_t>(seconds * rate));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double phase = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate;
        out[i] = static_cast<std::int16_t>(std::lround(8000 * std::sin(phase)));
    }
    return out;
}

/// Plays `sound` in ticks of 20 ms and corrects it each `every` ticks.
std::vector<std::int16_t> played(std::span<const std::int16_t> sound, SampleRate rate, bool shorter,
                                 TimeStretch::Care care, int every = 3) {
    const TimeStretch stretch(rate);
    const std::size_t tick = sample_count(audio::tick_length, rate);
    SoundLine line(stretch.history_needs(), 8 * tick);
    std::vector<std::int16_t> out;
    std::size_t at = 0;
    for (int ticks = 1;; ++ticks) {
        while (line.unheard() < 3 * tick && at + tick <= sound.size()) {
            const auto room = line.room(tick);
            std::copy_n(sound.begin() + static_cast<std::ptrdiff_t>(at), tick, room.begin());
            line.append(tick);
            at += tick;
        }
        if (ticks % every == 0) {
            static_cast<void>(shorter ? stretch.compress(line, care) : stretch.stretch(line, care));
        }
        if (line.unheard() < tick) return out;
        out.resize(out.size() + tick);
        line.read(std::span(out).last(tick));
    }
}

int sharpest_bend(std::span<const std::int16_t> sound) {
    int sharpest = 0;
    for (std::size_t i = 2; i < sound.size(); ++i) {
        sharpest = std::max(sharpest, std::abs(sound[i] - 2 * sound[i - 1] + sound[i - 2]));
    }
    return sharpest;
}

double crossings_a_second(std::span<const std::int16_t> sound, double rate) {
    int crossings = 0;
    for (std::size_t i = 1; i < sound.size(); ++i)
        crossings += sound[i - 1] < 0 && sound[i] >= 0;
    return crossings * rate / static_cast<double>(sound.size());
}

}  // namespace

TEST_CASE("a tone that is played faster or slower keeps its pitch and has no click",
          "[audio][playout]") {
    const auto rate = GENERATE(SampleRate::hz16000, SampleRate::hz48000);
    const auto hz = GENERATE(97.0, 150.0, 220.0, 440.0, 1000.0);
    const bool shorter = GENERATE(true, false);
    const double per_second = hertz(rate);
    const auto sound = tone(hz, 5.0, per_second);
    const auto out = played(sound, rate, shorter, TimeStretch::Care::great);
    const double ratio = static_cast<double>(out.size()) / static_cast<double>(sound.size());
    INFO(hz << " Hz at " << per_second << " Hz, ratio " << ratio);
    // A correction each 60 ms of 5 to 15 ms.
    if (shorter) {
        CHECK(ratio < 0.93);
        CHECK(ratio > 0.75);
    } else {
        CHECK(ratio > 1.07);
        CHECK(ratio < 1.35);
    }
    CHECK(crossings_a_second(out, per_second) == Approx(hz).epsilon(0.01));
    // A tenth more than the tone's own: nothing that could be heard as a click. The bend of rounding
    // is 2 at most.
    CHECK(sharpest_bend(out) <= sharpest_bend(sound) * 1.15 + 3);
}

TEST_CASE("speech that is played faster or slower is still that speech", "[audio][playout]") {
    const bool shorter = GENERATE(true, false);
    const auto sound = speech_like(10.0, 31);
    const auto out = played(sound, SampleRate::hz16000, shorter, TimeStretch::Care::some);
    const double ratio = static_cast<double>(out.size()) / static_cast<double>(sound.size());
    INFO("ratio " << ratio);
    CHECK(shorter == (ratio < 1.0));
    CHECK(std::abs(ratio - 1.0) > 0.07);
    // No sharper than the voice's own pulses.
    CHECK(sharpest_bend(out) <= sharpest_bend(sound) * 1.05);
    // Each 400 ms of what is heard are found near where they should be, time drawn out evenly.
    const auto s = loudness(sound, 160);
    const auto h = loudness(out, 160);
    double worst = 1.0;
    for (std::size_t at = 40; at + 80 < h.size(); at += 40) {
        const auto middle = static_cast<std::size_t>(static_cast<double>(at) / ratio);
        double best = -1.0;
        for (std::size_t from = middle - 25; from < middle + 25 && from + 40 <= s.size(); ++from) {
            best = std::max(
                best, correlation(std::span(s).subspan(from, 40), std::span(h).subspan(at, 40)));
        }
        worst = std::min(worst, best);
    }
    CHECK(worst > 0.7);
}

TEST_CASE("hiss is left as it is where care is great", "[audio][playout]") {
    SeededRandom random(4);
    std::vector<std::int16_t> hiss(16'000);
    for (auto& sample : hiss)
        sample = static_cast<std::int16_t>(static_cast<int>(random.below(8'000)) - 4'000);
    CHECK(played(hiss, SampleRate::hz16000, true, TimeStretch::Care::great).size() >=
          hiss.size() - 640);
}

TEST_CASE("silence is taken out and put in freely", "[audio][playout]") {
    const std::vector<std::int16_t> silence(16'000);
    CHECK(played(silence, SampleRate::hz16000, true, TimeStretch::Care::great).size() < 15'000);
    CHECK(played(silence, SampleRate::hz16000, false, TimeStretch::Care::great).size() > 17'000);
}

TEST_CASE("too little sound is left as it is", "[audio][playout]") {
    const TimeStretch stretch(SampleRate::hz16000);
    SoundLine line(stretch.history_needs(), 1'000);
    line.append_silence(50);
    CHECK(stretch.compress(line, TimeStretch::Care::some) == 0);
    CHECK(stretch.stretch(line, TimeStretch::Care::some) == 0);
    CHECK(line.unheard() == 50);
}

TEST_CASE("no more is left out than was asked for", "[audio][playout]") {
    const TimeStretch stretch(SampleRate::hz16000);
    SoundLine line(stretch.history_needs(), 1'000);
    line.append_silence(800);
    CHECK(stretch.compress(line, TimeStretch::Care::none, 79) == 0);  // 5 ms are the least
    const std::size_t removed = stretch.compress(line, TimeStretch::Care::none, 100);
    CHECK(removed >= 80);
    CHECK(removed <= 100);
}

TEST_CASE("a rest is told from speech by how loud the voice is", "[audio][playout]") {
    TimeStretch stretch(SampleRate::hz16000);
    SoundLine line(stretch.history_needs(), 2'000);
    const auto put = [&](double loudness) {
        line.clear();
        const auto sound = tone(200, 0.05, 16'000);
        const auto room = line.room(sound.size());
        for (std::size_t i = 0; i < sound.size(); ++i)
            room[i] = static_cast<std::int16_t>(sound[i] * loudness);
        line.append(sound.size());
    };
    put(1.0);
    for (int i = 0; i < 20; ++i)
        CHECK_FALSE(stretch.is_pause(line));
    put(0.2);  // 14 dB below: the end of a word
    CHECK_FALSE(stretch.is_pause(line));
    put(0.05);  // 26 dB below: the room
    CHECK(stretch.is_pause(line));
}
