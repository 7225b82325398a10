#include "audio/record/opus_packet.h"

#include "tests/audio/record/coded_speech.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace giaoban::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::byte> packet(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values)
        bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

}  // namespace

TEST_CASE("a packet's length is read from its first bytes as the codec reads it",
          "[audio][record]") {
    const auto speech = speech_like(1, 3);
    for (const Samples frame : {Samples{20ms}, Samples{40ms}, Samples{60ms}, Samples{120ms}}) {
        for (const std::int32_t bitrate : {6'700, 16'000, 30'000, 64'000}) {
            for (const Packet& made : coded(speech, frame, bitrate)) {
                CHECK(opus_duration(made) == frame);
            }
        }
    }
    // RFC 6716 table 2 and section 3.2, a code each.
    CHECK(opus_duration(packet({0x00, 1})) == 10ms);
    CHECK(opus_duration(packet({0x80})) == shortest_frame);
    CHECK(opus_duration(packet({0x19, 1, 1})) == 120ms);
    CHECK(opus_duration(packet({0x7A, 0})) == 40ms);
    CHECK(opus_duration(packet({0xFB, 6})) == 120ms);
}

TEST_CASE("what is no packet has no length", "[audio][record]") {
    CHECK(opus_duration({}) == Samples{0});
    CHECK(opus_duration(packet({0x19, 1})) == Samples{0});  // code 1, halves of different length
    CHECK(opus_duration(packet({0x1A})) == Samples{0});     // code 2 without its length
    CHECK(opus_duration(packet({0xFB})) == Samples{0});     // code 3 without its count
    CHECK(opus_duration(packet({0xFB, 0})) == Samples{0});  // no frame
    CHECK(opus_duration(packet({0xFB, 7})) == Samples{0});  // 140 ms
    CHECK(opus_duration(packet({0x1B, 3})) == Samples{0});  // 180 ms
}

TEST_CASE("a silence that is stated is zeros after any voice, and goes on in next to no bytes",
          "[audio][record]") {
    for (const std::int32_t bitrate : {6'700, 16'000, 30'000, 64'000}) {
        const auto before = coded(speech_like(1, 5, 16'000, 0.6), 60ms, bitrate);
        std::vector<Bytes> all(before.begin(), before.end());
        const auto first = silence(120ms, SilenceForm::stated);
        const auto more = silence(120ms, SilenceForm::continued);
        CHECK(first.size == 14);
        CHECK(more.size == 2);
        all.push_back(first.bytes());
        for (int i = 0; i < 20; ++i)
            all.push_back(more.bytes());
        const auto heard = decoded(all, DecoderEffort::classic);
        const Samples voice = Samples{60ms} * static_cast<std::int64_t>(before.size());
        CHECK(level(heard, 0ms, voice) > 500);
        // 20 ms for the passage from one coder to the other.
        CHECK(level(heard, voice + Samples{20ms}, voice + Samples{2500ms}) == 0);
    }
}

TEST_CASE("a silence is as long as a packet can be", "[audio][record]") {
    CHECK(silence(1s, SilenceForm::stated).length == 120ms);
    CHECK(silence(119ms, SilenceForm::stated).length == 100ms);
    CHECK(silence(19ms, SilenceForm::stated).length == shortest_frame * 6);
    CHECK(silence(shortest_frame, SilenceForm::continued).length == shortest_frame);
    for (const Samples gap :
         {shortest_frame, Samples{15ms}, shortest_frame * 7, Samples{20ms}, Samples{1s}}) {
        for (const auto form : {SilenceForm::stated, SilenceForm::continued}) {
            const auto made = silence(gap, form);
            CHECK(opus_duration(made.bytes()) == made.length);
            CHECK(made.size <= made.data.size());
        }
    }
}

TEST_CASE("a hole of whole frames can be told to the decoder", "[audio][record]") {
    const auto toc = std::byte{0x48};  // SILK of wide band, 20 ms
    const auto made = concealment(toc, 60ms);
    CHECK(made.length == 60ms);
    CHECK(opus_duration(made.bytes()) == 60ms);
    CHECK(concealment(toc, 50ms).size == 0);
    CHECK(concealment(toc, 140ms).size == 0);
    CHECK(concealment(toc, 0ms).size == 0);
}
