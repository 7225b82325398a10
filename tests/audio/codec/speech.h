#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "config/vocab/random.h"
#include "config/vocab/sample_rate.h"

namespace giaoban::test {

/// Sound like speech, the same for the same seed: syllables of 250 ms of a buzzing source (pitch gliding
/// between 100 and 160 Hz, as tones of Vietnamese do) through three moving resonances, with hiss at
/// their beginnings and short rests between, or none where `floor` keeps the voice up.
inline std::vector<std::int16_t> speech_like(double seconds, std::uint64_t seed, double hz = 16'000,
                                             double floor = 0.0) {
    SeededRandom random(seed);
    const auto count = static_cast<std::size_t>(seconds * hz);
    std::vector<std::int16_t> out(count);
    constexpr double two_pi = 2.0 * std::numbers::pi;
    double phase = 0.0;
    std::array<std::array<double, 2>, 3> memory{};
    std::array<double, 3> formant{500, 1500, 2500};
    std::array<double, 3> aim = formant;
    double pitch = 120.0;
    double glide = 0.0;
    const auto syllable = static_cast<std::size_t>(0.25 * hz);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t in = i % syllable;
        if (in == 0) {
            aim = {300 + 500 * random.unit(), 900 + 1400 * random.unit(),
                   2400 + 600 * random.unit()};
            pitch = 100 + 60 * random.unit();
            glide = 80 * (random.unit() - 0.5);
        }
        const double at = static_cast<double>(in) / static_cast<double>(syllable);
        const double loud =
            std::max(floor, at < 0.85 ? std::sin(std::numbers::pi * at / 0.85) : 0.0);
        phase += (pitch + glide * at) / hz;
        const bool pulse = phase >= 1.0;
        if (pulse) phase -= 1.0;
        const double hiss = random.unit() - 0.5;
        double sound = (pulse ? 12.0 : 0.0) + hiss * (at < 0.12 ? 3.0 : 0.15);
        for (std::size_t f = 0; f < 3; ++f) {
            formant[f] += (aim[f] - formant[f]) * 20.0 / hz;
            const double r = std::exp(-std::numbers::pi * 90.0 / hz);
            const double made = (1 - r) * 2 * sound +
                                2 * r * std::cos(two_pi * formant[f] / hz) * memory[f][0] -
                                r * r * memory[f][1];
            memory[f] = {made, memory[f][0]};
            sound = made + 0.3 * sound;
        }
        out[i] = static_cast<std::int16_t>(
            std::lround(std::max(-30000.0, std::min(30000.0, 9000.0 * loud * sound))));
    }
    return out;
}

/// How loud each 20 ms are, in an even scale of ear: the fourth root of their power. What is left of
/// speech when phases are lost, and a codec does not keep phases.
inline std::vector<double> loudness(std::span<const std::int16_t> sound, std::size_t frame) {
    std::vector<double> out;
    for (std::size_t at = 0; at + frame <= sound.size(); at += frame) {
        double power = 0;
        for (const std::int16_t sample : sound.subspan(at, frame))
            power += double{1} * sample * sample;
        out.push_back(std::sqrt(std::sqrt(power / static_cast<double>(frame))));
    }
    return out;
}

inline double correlation(std::span<const double> a, std::span<const double> b) {
    const std::size_t n = std::min(a.size(), b.size());
    double ma = 0;
    double mb = 0;
    for (std::size_t i = 0; i < n; ++i) {
        ma += a[i];
        mb += b[i];
    }
    ma /= static_cast<double>(n);
    mb /= static_cast<double>(n);
    double ab = 0;
    double aa = 1e-9;
    double bb = 1e-9;
    for (std::size_t i = 0; i < n; ++i) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / std::sqrt(aa * bb);
}

/// The best correlation of waveforms over delays up to `most`, and that delay.
struct Found {
    double likeness = -1;
    std::size_t delay = 0;
};
inline Found find(std::span<const std::int16_t> spoken, std::span<const std::int16_t> heard,
                  std::size_t most) {
    const std::vector<double> a(spoken.begin(), spoken.end());
    const std::vector<double> b(heard.begin(), heard.end());
    Found found;
    for (std::size_t delay = 0; delay <= most && delay < b.size(); ++delay) {
        const double likeness = correlation(a, std::span(b).subspan(delay));
        if (likeness > found.likeness) found = {likeness, delay};
    }
    return found;
}

}  // namespace giaoban::test
