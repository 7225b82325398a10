#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace giaoban {

/// A length of audio in samples at 48 kHz. It is a duration like any other:
/// `Samples{20ms}` is 960, and going back to milliseconds must be asked for by name.
///
/// Source: RFC 7587 section 4.1: the RTP clock of Opus is 48 kHz whatever it was sampled at.
using Samples = std::chrono::duration<std::int64_t, std::ratio<1, 48'000>>;

/// How often a second sound is sampled: 48 kHz is the media clock, 16 kHz what the mixing box works
/// at.
enum class SampleRate : std::int32_t {
    hz8000 = 8'000,
    hz16000 = 16'000,
    hz24000 = 24'000,
    hz48000 = 48'000
};

constexpr std::int32_t hertz(SampleRate rate) noexcept { return static_cast<std::int32_t>(rate); }

/// How many samples of one channel that length takes at that rate; 20 ms are 320 at 16 kHz. A part
/// of a sample is dropped.
constexpr std::size_t sample_count(Samples length, SampleRate rate) noexcept {
    return static_cast<std::size_t>(length.count() * hertz(rate) / Samples::period::den);
}

/// The length of that many samples of one channel at that rate.
constexpr Samples length_of(std::size_t count, SampleRate rate) noexcept {
    return Samples{static_cast<std::int64_t>(count) * Samples::period::den / hertz(rate)};
}

}  // namespace giaoban
