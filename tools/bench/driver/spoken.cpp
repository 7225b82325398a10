#include "tools/bench/driver/spoken.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "audio/codec/opus_encoder.h"
#include "audio/wav/wav_file.h"
#include "config/vocab/ensure.h"
#include "config/vocab/startup_error.h"

namespace giaoban::bench {

namespace {

constexpr SampleRate rate = SampleRate::hz16000;
constexpr double pi = std::numbers::pi;

// Harmonics of a voice under a formant, in syllables of a quarter of a second with pauses.
std::vector<std::int16_t> voice_of_harmonics(std::size_t count, int voice) {
    std::vector<std::int16_t> pcm(count);
    const double pitch = 110.0 + 23.0 * voice;
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / hertz(rate);
        const double syllable = std::max(0.0, std::sin(2.0 * pi * 2.0 * t + voice));
        const double glide = pitch * (1.0 + 0.06 * std::sin(2.0 * pi * 0.7 * t));
        double sum = 0.0;
        for (int k = 1; k <= 24; ++k) {
            const double hz = glide * k;
            const double formant = 1.0 / (1.0 + std::pow((hz - 550.0 - 90.0 * voice) / 400.0, 2.0));
            sum += (formant + 0.15 / k) * std::sin(2.0 * pi * k * pitch * t);
        }
        pcm[i] =
            static_cast<std::int16_t>(std::clamp(2'500.0 * syllable * sum, -30'000.0, 30'000.0));
    }
    return pcm;
}

std::vector<std::int16_t> recorded(const std::string& file, std::size_t count, int voice) {
    auto recording = audio::read_wav(file);
    if (!recording) throw StartupError(recording.error().text);
    if (recording->hz != hertz(rate) || recording->samples.empty()) {
        throw StartupError(file + ": a recording of 16000 Hz is expected");
    }
    std::vector<std::int16_t> pcm(count);
    const std::size_t from = static_cast<std::size_t>(voice) * 80'000;
    for (std::size_t i = 0; i < count; ++i) {
        pcm[i] = recording->samples[(from + i) % recording->samples.size()];
    }
    return pcm;
}

}  // namespace

std::vector<std::vector<std::byte>> spoken(const net::Rung& rung, Samples length,
                                           const std::string& file, int voice) {
    const std::size_t a_frame = sample_count(rung.frame, rate);
    const auto frames = static_cast<std::size_t>(length / rung.frame);
    const auto pcm = file.empty() ? voice_of_harmonics(frames * a_frame, voice)
                                  : recorded(file, frames * a_frame, voice);
    audio::OpusSpeechEncoder encoder({.rate = rate,
                                      .frame = rung.frame,
                                      .bitrate_bps = rung.bitrate_bps,
                                      .expected_loss_percent = rung.expected_loss_percent,
                                      .in_band_fec = rung.fec,
                                      .dtx = false,
                                      .dred_reach = rung.dred_reach,
                                      .complexity = 5});
    std::vector<std::vector<std::byte>> packets;
    std::array<std::byte, audio::EncodedPacket::max_size> buffer{};
    for (std::size_t i = 0; i < frames; ++i) {
        const auto size = encoder.encode(std::span(pcm).subspan(i * a_frame, a_frame), buffer);
        ensure(size.has_value(), "a whole frame is encoded");
        packets.emplace_back(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*size));
    }
    return packets;
}

}  // namespace giaoban::bench
