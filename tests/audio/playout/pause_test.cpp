#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "audio/playout/playout.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t tick = 320;  // 20 ms at 16 kHz

/// Syllables of 200 Hz and its harmonics for 2 s, then a pause of 3 s, in a room that always hums at -58 dB.
std::vector<std::int16_t> talk_and_pause(int times) {
    std::mt19937 chance(5);
    std::normal_distribution<double> room(0.0, 40.0);
    std::vector<std::int16_t> sound;
    for (int i = 0; i < times * 5 * 16'000; ++i) {
        const double second = i / 16'000.0;
        double sample = room(chance);
        if (std::fmod(second, 5.0) < 2.0) {
            const double syllable = std::max(0.0, std::sin(2 * M_PI * 4 * second));
            for (int harmonic = 1; harmonic <= 8; ++harmonic)
                sample +=
                    syllable * 4'000 / harmonic * std::sin(2 * M_PI * 200 * harmonic * second);
        }
        sound.push_back(static_cast<std::int16_t>(std::clamp(sample, -32'000.0, 32'000.0)));
    }
    return sound;
}

double level(std::span<const std::int16_t> sound) {
    double sum = 1;
    for (const std::int16_t sample : sound)
        sum += static_cast<double>(sample) * sample;
    return 10 * std::log10(sum / static_cast<double>(sound.size()) / (32'768.0 * 32'768.0));
}

}  // namespace

SCENARIO("who pauses and sends nothing meanwhile is still in the room", "[audio][playout][dtx]") {
    EncoderSettings settings;
    settings.dtx = true;
    OpusSpeechEncoder encoder(settings);
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    Playout playout(PlayoutLimits{}, SampleRate::hz16000, decoder);
    const auto sound = talk_and_pause(4);
    std::vector<std::int16_t> heard;
    std::uint16_t seq = 0;
    std::size_t sent = 0;
    bool pausing = false;
    Instant now{100s};
    for (std::size_t i = 0; i + tick <= sound.size(); i += tick, now += 20ms) {
        EncodedPacket packet;
        const auto size = encoder.encode(std::span(sound).subspan(i, tick), packet.data);
        REQUIRE(size.has_value());
        if (*size > 0) {
            packet.size = static_cast<std::uint16_t>(*size);
            packet.seq = seq++;
            packet.timestamp = static_cast<std::uint32_t>(i * 3);
            packet.marker = pausing;
            CHECK(playout.insert(packet, now) == Inserted::kept);
            ++sent;
        }
        pausing = *size == 0;
        std::array<std::int16_t, tick> out{};
        (void)playout.next(now + 5ms, out);
        heard.insert(heard.end(), out.begin(), out.end());
    }
    CHECK(sent * 10 < sound.size() / tick * 7);
    for (std::size_t talk = 1; talk < 4; ++talk) {
        // From 0.5 s after the last word on, in steps of 100 ms.
        for (std::size_t at = (talk * 50 + 25) * 1'600; at < (talk * 50 + 49) * 1'600;
             at += 1'600) {
            INFO("at " << at / 16 << " ms");
            const double spoken = level(std::span(sound).subspan(at, 1'600));
            CHECK(std::abs(level(std::span(heard).subspan(at, 1'600)) - spoken) < 8);
        }
        // The next talk is not later for it.
        const std::size_t begin = (talk * 5) * 16'000;
        CHECK(level(std::span(heard).subspan(begin + 3'200, 3'200)) > -35);
    }
    const PlayoutStats stats = playout.stats();
    CHECK(stats.interruptions <= 1);
    CHECK(stats.depth < 150ms);
    CHECK(stats.plc < 400ms);
}
