// What the audio thread does with the real codec: that it takes no memory, and that speech is there.
#include <array>
#include <memory>
#include <vector>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "audio/mix/bridge.h"
#include "tests/allocation_counter.h"
#include "tests/audio/mix/tones.h"
#include "tests/catch.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr SampleRate rate = SampleRate::hz16000;
constexpr RungIndex short_frames{0};
constexpr RungIndex long_frames{1};

// Keeps the packets for everybody on short frames, without taking memory.
class Keeper final : public BridgeSink {
  public:
    void encoded(const MixPacket& packet) noexcept override {
        ++packets;
        if (packet.only != no_box || packet.rung != short_frames || kept == sizes.size()) return;
        std::copy(packet.payload.begin(), packet.payload.end(), payloads[kept].begin());
        sizes[kept++] = packet.payload.size();
    }

    std::size_t packets = 0;
    std::size_t kept = 0;
    std::array<std::size_t, 512> sizes{};
    std::array<std::array<std::byte, EncodedPacket::max_size>, 512> payloads{};
};

std::vector<EncodedPacket> speech(double hz, std::size_t frames, Samples frame = 20ms) {
    const EncoderSettings settings{.rate = rate, .frame = frame};
    const std::size_t length = sample_count(frame, rate);
    OpusSpeechEncoder encoder(settings);
    std::vector<EncodedPacket> packets(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const auto pcm = samples_of({hz, 8'000.0}, length, rate, i * length);
        const auto size = encoder.encode(pcm, packets[i].data);
        REQUIRE(size.has_value());
        packets[i].size = static_cast<std::uint16_t>(*size);
        packets[i].seq = static_cast<std::uint16_t>(i);
        packets[i].timestamp = static_cast<std::uint32_t>(i * length * 3);
        packets[i].marker = i == 0;
    }
    return packets;
}

}  // namespace

TEST_CASE("a tick with Opus takes no memory, nor does a microphone that opens or closes",
          "[audio][mix]") {
    const std::array<Bridge::RungSettings, 2> rungs{
        {{short_frames, {.rate = rate, .frame = 20ms}},
         {long_frames, {.rate = rate, .frame = 120ms}}}};
    Bridge bridge(
        {.rate = rate, .talkers = 4, .playout = {}}, rungs,
        [](SampleRate at) { return std::make_unique<OpusSpeechDecoder>(at); },
        [](const EncoderSettings& s) { return std::make_unique<OpusSpeechEncoder>(s); });
    const std::array<std::vector<EncodedPacket>, 3> voices{speech(440.0, 300), speech(620.0, 300),
                                                           speech(810.0, 300)};
    const auto keeper = std::make_unique<Keeper>();
    Instant now = Instant{} + 1h;

    bridge.uses(short_frames, true);
    bridge.uses(long_frames, true);
    for (std::uint16_t box = 1; box <= 3; ++box) {
        CHECK(bridge.open(BoxId{box}, box == 3 ? long_frames : short_frames) ==
              Bridge::Opened::opened);
    }
    const test::AllocationCounter taken;
    for (std::size_t i = 0; i < 300; ++i, now += 20ms) {
        for (std::size_t v = 0; v < 3; ++v) {
            if ((i + v) % 17 == 0) continue;  // some are lost
            bridge.insert(BoxId{static_cast<std::uint16_t>(v + 1)}, voices[v][i], now);
        }
        if (i == 200) bridge.close(BoxId{1}, Closing::drain);
        if (i == 210) bridge.close(BoxId{2}, Closing::now);
        if (i == 230) (void)bridge.open(BoxId{2}, long_frames);
        if (i == 240) bridge.skip(3);
        bridge.tick(now, *keeper);
    }
    CHECK(taken.count() == 0);
    CHECK(keeper->packets > 300);

    // And what was sent is the three voices.
    OpusSpeechDecoder decoder(rate);
    std::vector<std::int16_t> sound;
    std::array<std::int16_t, 960> pcm{};
    for (std::size_t i = 0; i < std::min<std::size_t>(keeper->kept, 180); ++i) {
        const auto count = decoder.decode(Bytes(keeper->payloads[i]).first(keeper->sizes[i]), pcm);
        REQUIRE(count.has_value());
        sound.insert(sound.end(), pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(*count));
    }
    REQUIRE(sound.size() > 40'000);
    const auto second = std::span<const std::int16_t>(sound).subspan(24'000, 16'000);
    for (const double hz : {440.0, 620.0, 810.0})
        CHECK(amplitude(second, hz, rate) > 2'000.0);
    CHECK(amplitude(second, 1'500.0, rate) < 300.0);
}

TEST_CASE("every tick of a talker's long frames is heard, at its level", "[audio][mix]") {
    for (const int ticks : {1, 2, 3, 6}) {
        const Samples frame = ticks * tick_length;
        const std::array<Bridge::RungSettings, 1> rungs{
            {{short_frames, {.rate = rate, .frame = 20ms}}}};
        Bridge bridge(
            {.rate = rate, .talkers = 1, .playout = {}}, rungs,
            [](SampleRate at) { return std::make_unique<OpusSpeechDecoder>(at); },
            [](const EncoderSettings& s) { return std::make_unique<OpusSpeechEncoder>(s); });
        const auto voice = speech(440.0, 240 / static_cast<std::size_t>(ticks), frame);
        const auto keeper = std::make_unique<Keeper>();
        bridge.uses(short_frames, true);
        (void)bridge.open(BoxId{1}, short_frames);
        Instant now = Instant{} + 1h;
        for (int i = 0; i < 240; ++i, now += 20ms) {
            if (i % ticks == ticks - 1) {
                bridge.insert(BoxId{1}, voice[static_cast<std::size_t>(i / ticks)], now);
            }
            bridge.tick(now, *keeper);
        }
        OpusSpeechDecoder decoder(rate);
        std::array<std::int16_t, 960> pcm{};
        for (std::size_t i = 0; i < keeper->kept; ++i) {
            const auto count =
                decoder.decode(Bytes(keeper->payloads[i]).first(keeper->sizes[i]), pcm);
            REQUIRE(count.has_value());
            if (i < 60) continue;
            // A tone of that peak has 0.707 of it; Opus leaves it within 2 dB, a missing tick would not.
            const double level =
                std::sqrt(energy(std::span<const std::int16_t>(pcm).first(*count)) /
                          static_cast<double>(*count));
            CHECK(level > 0.8 * 0.707 * 8'000.0);
        }
        CHECK(keeper->kept > 200);
    }
}

}  // namespace giaoban::audio
