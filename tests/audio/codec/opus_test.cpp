#include <algorithm>
#include <vector>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "config/vocab/random.h"
#include "tests/allocation_counter.h"
#include "tests/audio/codec/speech.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using namespace std::chrono_literals;
using audio::CodecFault;
using audio::EncodedPacket;
using audio::EncoderSettings;
using audio::OpusSpeechDecoder;
using audio::OpusSpeechEncoder;

namespace {

bool has_dred() {
    return audio::opus_version_and_features().find("with deep redundancy") != std::string::npos;
}

std::vector<EncodedPacket> coded(const EncoderSettings& settings,
                                 std::span<const std::int16_t> sound) {
    OpusSpeechEncoder encoder(settings);
    const std::size_t frame = sample_count(settings.frame, settings.rate);
    std::vector<EncodedPacket> packets;
    for (std::size_t at = 0; at + frame <= sound.size(); at += frame) {
        EncodedPacket packet;
        const auto size = encoder.encode(sound.subspan(at, frame), packet.data);
        REQUIRE(size.has_value());
        packet.size = static_cast<std::uint16_t>(*size);
        packet.seq = static_cast<std::uint16_t>(packets.size());
        packets.push_back(packet);
    }
    return packets;
}

}  // namespace

TEST_CASE("speech that was coded is the speech that went in, at every frame length",
          "[audio][codec]") {
    const auto rate = GENERATE(SampleRate::hz16000, SampleRate::hz48000);
    const auto frame = GENERATE(20, 40, 60, 80, 100, 120);
    EncoderSettings settings;
    settings.rate = rate;
    settings.frame = std::chrono::milliseconds{frame};
    settings.expected_loss_percent = 0;
    const auto sound = speech_like(2.4, 1, hertz(rate));
    const std::size_t samples = sample_count(settings.frame, rate);
    OpusSpeechDecoder decoder(rate);
    std::vector<std::int16_t> heard(sound.size());
    std::size_t at = 0;
    for (const EncodedPacket& packet : coded(settings, sound)) {
        REQUIRE(decoder.duration_of(packet.payload()) ==
                Expected<Samples, CodecFault>(settings.frame));
        const auto done = decoder.decode(packet.payload(), std::span(heard).subspan(at, samples));
        REQUIRE(done == Expected<std::size_t, CodecFault>(samples));
        at += samples;
    }
    const auto second = static_cast<std::size_t>(hertz(rate));
    const std::size_t most = second / 50;
    const auto found = find(std::span(sound).subspan(second, second / 2),
                            std::span(heard).subspan(second, second / 2 + most), most);
    INFO("at " << hertz(rate) << " Hz in frames of " << frame << " ms");
    CHECK(found.likeness > 0.8);
}

TEST_CASE("a packet takes the bits that its rung gives it", "[audio][codec]") {
    const auto bitrate = GENERATE(12'000, 16'000, 24'000, 32'000);
    EncoderSettings settings;
    settings.bitrate_bps = bitrate;
    settings.frame = 60ms;
    std::size_t bytes = 0;
    for (const auto& packet : coded(settings, speech_like(12.0, 2)))
        bytes += packet.size;
    INFO("asked for " << bitrate << " bit/s");
    CHECK(static_cast<double>(bytes) * 8 / 12.0 <= bitrate * 1.1);
    CHECK(static_cast<double>(bytes) * 8 / 12.0 >= bitrate * 0.5);
}

TEST_CASE("settings take effect from the next frame on", "[audio][codec]") {
    EncoderSettings settings;
    OpusSpeechEncoder encoder(settings);
    const auto sound = speech_like(0.2, 3);
    std::array<std::byte, EncodedPacket::max_size> out{};
    REQUIRE(encoder.encode(std::span(sound).first(320), out).has_value());
    settings.frame = 60ms;
    encoder.apply(settings);
    CHECK(encoder.encode(std::span(sound).first(320), out) ==
          Expected<std::size_t, CodecFault>(Unexpected(CodecFault::frame_length)));
    CHECK(encoder.encode(std::span(sound).first(960), out).has_value());
}

TEST_CASE("a packet with no room for it is refused", "[audio][codec]") {
    OpusSpeechEncoder encoder(EncoderSettings{});
    const auto sound = speech_like(0.1, 3);
    CHECK_FALSE(encoder.encode(std::span(sound).first(320), MutableBytes{}).has_value());
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    const auto packets = coded(EncoderSettings{}, sound);
    std::array<std::int16_t, 100> small{};
    CHECK(decoder.decode(packets[0].payload(), small) ==
          Expected<std::size_t, CodecFault>(Unexpected(CodecFault::no_room)));
}

TEST_CASE("silence need not be sent with dtx", "[audio][codec]") {
    EncoderSettings settings;
    settings.dtx = true;
    const std::vector<std::int16_t> silence(16'000 * 2);
    std::size_t sent = 0;
    for (const auto& packet : coded(settings, silence))
        sent += packet.size != 0 ? 1U : 0U;
    CHECK(sent < 30);
}

TEST_CASE("a packet with an in-band copy says so and gives it back", "[audio][codec]") {
    EncoderSettings settings;
    settings.in_band_fec = true;
    settings.dred_reach = Samples{0};
    settings.expected_loss_percent = 20;
    settings.frame = std::chrono::milliseconds{GENERATE(20, 60)};
    const auto sound = speech_like(6.0, 4);
    const auto packets = coded(settings, sound);
    const std::size_t samples = sample_count(settings.frame, settings.rate);
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    std::size_t with_copy = 0;
    std::vector<std::int16_t> heard(samples * packets.size());
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const auto out = std::span(heard).subspan(i * samples, samples);
        const bool lost = i % 4 == 2 && i + 1 < packets.size();
        if (i > 0 && decoder.lbrr_reach(packets[i].payload()) == settings.frame) ++with_copy;
        if (!lost) {
            REQUIRE(decoder.decode(packets[i].payload(), out).has_value());
        } else if (decoder.lbrr_reach(packets[i + 1].payload()) != Samples{0}) {
            REQUIRE(decoder.recover_lbrr(packets[i + 1].payload(), out).has_value());
        } else {
            REQUIRE(decoder.conceal(out).has_value());
        }
    }
    CHECK(with_copy > packets.size() / 2);
    CHECK(correlation(loudness(sound, 320), loudness(heard, 320)) > 0.9);
}

TEST_CASE("a packet without a copy says so", "[audio][codec]") {
    EncoderSettings settings;
    settings.expected_loss_percent = 0;
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    std::vector<std::int16_t> out(320);
    for (const auto& packet : coded(settings, speech_like(1.0, 5))) {
        CHECK(decoder.lbrr_reach(packet.payload()) == Samples{0});
        CHECK(decoder.recover_lbrr(packet.payload(), out) ==
              Expected<std::size_t, CodecFault>(Unexpected(CodecFault::no_redundancy)));
    }
}

TEST_CASE("deep redundancy reaches as far as bitrate and frame length allow", "[audio][codec]") {
    EncoderSettings settings;
    settings.bitrate_bps = 24'000;
    settings.expected_loss_percent = 20;
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    const auto reach = [&](Samples frame) {
        settings.frame = frame;
        Samples sum{0};
        const auto packets = coded(settings, speech_like(6.0, 6));
        for (const auto& packet : packets)
            sum += decoder.load_dred(packet.payload());
        return sum / static_cast<std::int64_t>(packets.size());
    };
    const Samples at_20 = reach(20ms);
    const Samples at_60 = reach(60ms);
    if (!has_dred()) {
        CHECK(at_20 == Samples{0});
        CHECK(at_60 == Samples{0});
        return;
    }
    WARN("DRED at 24 kbit/s reaches " << at_20 / 1ms << " ms with frames of 20 ms, " << at_60 / 1ms
                                      << " ms with 60");
    CHECK(at_20 >= Samples{60ms});
    CHECK(at_60 >= Samples{400ms});
}

TEST_CASE("300 ms that were lost come back from deep redundancy", "[audio][codec]") {
    if (!has_dred()) {
        WARN("this Opus has no deep redundancy");
        return;
    }
    EncoderSettings settings;
    settings.frame = 60ms;
    settings.expected_loss_percent = 20;
    const auto sound = speech_like(6.0, 7);
    const auto packets = coded(settings, sound);
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    std::vector<std::int16_t> heard(sound.size());
    for (std::size_t i = 0; i < packets.size(); ++i) {
        // Of every 20 packets, 5 are lost after the first 10.
        const std::size_t in = i % 20;
        if (in >= 10 && in < 15) continue;
        if (in == 15) {
            REQUIRE(decoder.load_dred(packets[i].payload()) >= Samples{300ms});
            for (int back = 300; back > 0; back -= 20) {
                const auto at = i * 960 - static_cast<std::size_t>(back) * 16;
                REQUIRE(decoder
                            .recover_dred(std::chrono::milliseconds{back},
                                          std::span(heard).subspan(at, 320))
                            .has_value());
            }
        }
        REQUIRE(decoder.decode(packets[i].payload(), std::span(heard).subspan(i * 960, 960))
                    .has_value());
    }
    std::vector<double> spoken_lost;
    std::vector<double> heard_lost;
    for (std::size_t i = 10; i + 5 < packets.size(); i += 20) {
        for (const double l : loudness(std::span(sound).subspan(i * 960, 4800), 320)) {
            spoken_lost.push_back(l);
        }
        for (const double l : loudness(std::span(heard).subspan(i * 960, 4800), 320)) {
            heard_lost.push_back(l);
        }
    }
    CHECK(correlation(spoken_lost, heard_lost) > 0.7);
}

TEST_CASE("any bytes are decoded or refused, and nothing else happens", "[audio][codec]") {
    OpusSpeechDecoder decoder(SampleRate::hz16000);
    SeededRandom random(9);
    std::vector<std::byte> bytes(400);
    std::vector<std::int16_t> out(5'760);
    for (int i = 0; i < 3'000; ++i) {
        random.fill(bytes);
        const Bytes payload = Bytes(bytes).first(random.below(bytes.size()));
        const auto length = decoder.duration_of(payload);
        const auto done = decoder.decode(payload, out);
        if (done.has_value()) {
            REQUIRE(length.has_value());
            REQUIRE(*done == sample_count(*length, SampleRate::hz16000));
        }
        static_cast<void>(decoder.load_dred(payload));
        static_cast<void>(decoder.recover_dred(20ms, std::span(out).first(320)));
        static_cast<void>(decoder.recover_lbrr(payload, std::span(out).first(320)));
    }
    CHECK(decoder.duration_of(Bytes{}) ==
          Expected<Samples, CodecFault>(Unexpected(CodecFault::malformed)));
}

TEST_CASE("coding, decoding and concealing take no memory", "[audio][codec]") {
    EncoderSettings settings;
    settings.expected_loss_percent = 20;
    OpusSpeechEncoder encoder(settings);
    OpusSpeechDecoder decoder(SampleRate::hz16000, audio::DecoderEffort::most_enhanced);
    const auto sound = speech_like(4.0, 8);
    std::vector<std::int16_t> out(960);
    EncodedPacket packet;
    const AllocationCounter counter;
    for (std::size_t at = 0; at + 320 <= sound.size(); at += 320) {
        const auto size = encoder.encode(std::span(sound).subspan(at, 320), packet.data);
        packet.size = static_cast<std::uint16_t>(size.value_or(std::size_t{0}));
        const auto now = std::span(out).first(320);
        if (at % 3 == 0) {
            static_cast<void>(decoder.conceal(now));
            static_cast<void>(decoder.load_dred(packet.payload()));
            static_cast<void>(decoder.recover_dred(20ms, now));
        }
        static_cast<void>(decoder.decode(packet.payload(), now));
        settings.bitrate_bps = at % 2 == 0 ? 24'000 : 16'000;
        encoder.apply(settings);
    }
    CHECK(counter.count() == 0);
}

TEST_CASE("a decoder that was reset has forgotten", "[audio][codec]") {
    OpusSpeechDecoder used(SampleRate::hz16000);
    OpusSpeechDecoder fresh(SampleRate::hz16000);
    const auto packets = coded(EncoderSettings{}, speech_like(1.0, 9));
    std::vector<std::int16_t> one(320);
    std::vector<std::int16_t> other(320);
    for (const auto& packet : packets)
        REQUIRE(used.decode(packet.payload(), one).has_value());
    used.reset();
    for (const auto& packet : packets) {
        REQUIRE(used.decode(packet.payload(), one).has_value());
        REQUIRE(fresh.decode(packet.payload(), other).has_value());
        REQUIRE(one == other);
    }
}

TEST_CASE("the start-up log can say which Opus there is", "[audio][codec]") {
    const std::string words = audio::opus_version_and_features();
    CHECK(words.find("libopus") != std::string::npos);
    CHECK(words.find("DRED") != std::string::npos);
}
