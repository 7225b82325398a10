#pragma once
// Tones, and what of a sound is not a tone: the judges of the mixing tests.

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "config/vocab/samples.h"

namespace giaoban::audio {

struct Tone {
    double hz;
    double peak;
    double phase = 0.0;
};

inline double at(const Tone& tone, std::size_t sample, SampleRate rate) {
    return tone.peak *
           std::sin(2.0 * std::numbers::pi * tone.hz * static_cast<double>(sample) / hertz(rate) +
                    tone.phase);
}

/// `count` samples of the tone, from sample number `from` on.
inline std::vector<std::int16_t> samples_of(const Tone& tone, std::size_t count, SampleRate rate,
                                            std::size_t from = 0) {
    std::vector<std::int16_t> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = static_cast<std::int16_t>(std::lround(at(tone, from + i, rate)));
    }
    return out;
}

template <typename Sample>
double energy(std::span<const Sample> sound) {
    double sum = 0.0;
    for (const Sample s : sound)
        sum += static_cast<double>(s) * static_cast<double>(s);
    return sum;
}

/// The amplitude of one frequency in the sound (one bin of a Fourier transform; exact when the
/// frequency fits a whole number of times).
template <typename Sample>
double amplitude(std::span<const Sample> sound, double hz, SampleRate rate) {
    std::complex<double> bin{};
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double turn = -2.0 * std::numbers::pi * hz * static_cast<double>(i) / hertz(rate);
        bin += static_cast<double>(sound[i]) * std::polar(1.0, turn);
    }
    return 2.0 * std::abs(bin) / static_cast<double>(sound.size());
}

/// The part of the sound's energy that is at none of the frequencies, each of which fits into it a
/// whole number of times.
inline double energy_beside(std::span<const std::int16_t> sound,
                            std::span<const double> frequencies, SampleRate rate) {
    const double all = energy(sound);
    double tones = 0.0;
    for (const double hz : frequencies) {
        const double a = amplitude(sound, hz, rate);
        tones += a * a / 2.0 * static_cast<double>(sound.size());
    }
    return (all - tones) / all;
}

}  // namespace giaoban::audio
