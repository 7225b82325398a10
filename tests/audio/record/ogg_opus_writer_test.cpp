#include "audio/record/ogg_opus_writer.h"

#include "tests/audio/record/coded_speech.h"
#include "tests/audio/record/pages.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace giaoban::test;
using namespace std::chrono_literals;

namespace {

constexpr RecordedStream stream{.serial = 0xCAFE0001, .input_hz = 16'000};
using Added = OggOpusWriter::Added;

/// 20 ms that say which they are.
Packet packet(unsigned number) {
    return {std::byte{0x48}, static_cast<std::byte>(number), std::byte{1}};
}

void append(std::vector<std::byte>& file, const std::vector<std::byte>& pages) {
    file.insert(file.end(), pages.begin(), pages.end());
}

Samples length_of(const std::vector<Bytes>& packets) {
    Samples length{0};
    for (const Bytes each : packets)
        length += opus_duration(each);
    return length;
}

}  // namespace

TEST_CASE("the header is two pages of fixed length, as RFC 7845 says", "[audio][record]") {
    const auto bytes =
        recording_header(stream, {.title = "Giao ban", .artist = "", .date = "", .chapters = {}});
    CHECK(bytes.size() == header_bytes);
    const auto pages = read_pages(bytes);
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].flags == 2);  // the stream begins
    CHECK(pages[1].flags == 0);
    CHECK(pages[1].begin == 47);
    for (const ReadPage& page : pages) {
        CHECK(page.granule == 0);
        CHECK(page.serial == stream.serial);
        CHECK(page.packets.size() == 1);
    }
    const Bytes head = pages[0].packets[0];
    CHECK(as_text(head.first(8)) == "OpusHead");
    CHECK(little(head.subspan(8, 2)) == 0x0101);
    CHECK(little(head.subspan(10, 2)) == 312);
    CHECK(little(head.subspan(12, 4)) == 16'000);
    CHECK(little(head.subspan(16, 3)) == 0);
    CHECK(pages[1].packets[0].size() == tags_bytes);
}

TEST_CASE("packets stand one after another, and pages say where they end", "[audio][record]") {
    OggOpusWriter writer(stream);
    std::vector<std::byte> file;
    for (unsigned i = 0; i < 50; ++i)
        REQUIRE(writer.add(Samples{20ms} * i, packet(i)) == Added::taken);
    append(file, writer.take_pages());
    CHECK(writer.take_pages().empty());
    for (unsigned i = 50; i < 250; ++i)
        REQUIRE(writer.add(Samples{20ms} * i, packet(i)) == Added::taken);
    append(file, writer.finish());

    const auto pages = read_pages(file);
    REQUIRE(pages.size() == 6);  // 1 s, 4 of 1 s, the end
    std::uint32_t number = 2;
    for (const ReadPage& page : pages) {
        CHECK(page.number == number++);
        CHECK(page.granule == std::min<std::int64_t>((page.number - 1) * 48'000, 5 * 48'000 + 960));
        CHECK_FALSE(page.last_goes_on);
        CHECK(page.flags == (page.number == 7 ? 4 : 0));
    }
    const auto packets = read_packets(file);
    REQUIRE(packets.size() == 251);
    for (unsigned i = 0; i < 250; ++i)
        CHECK(std::ranges::equal(packets[i], packet(i)));
}

TEST_CASE("what is too late, too large or no packet is not taken", "[audio][record]") {
    OggOpusWriter writer(stream);
    REQUIRE(writer.add(0ms, packet(0)) == Added::taken);
    CHECK(writer.add(0ms, packet(0)) == Added::late);
    CHECK(writer.add(10ms, packet(0)) == Added::late);
    CHECK(writer.add(20ms, {}) == Added::malformed);
    CHECK(writer.add(20ms, Packet(1276)) == Added::malformed);
    // As clocks of two runs meet; a quantum of 2.5 ms is what can be told.
    CHECK(writer.add(Samples{20ms} - Samples{119}, packet(1)) == Added::taken);
    CHECK(writer.end() == 40ms);
}

TEST_CASE("a hole of some frames is concealed, a pause is silence, and times fit",
          "[audio][record]") {
    const Samples gap =
        GENERATE(Samples{20ms}, Samples{120ms}, Samples{30ms}, shortest_frame, Samples{140ms},
                 Samples{1s}, Samples{31s}, Samples{1h} + Samples{120});
    OggOpusWriter writer(stream);
    REQUIRE(writer.add(0ms, packet(1)) == Added::taken);
    REQUIRE(writer.add(Samples{20ms} + gap, packet(2)) == Added::taken);
    CHECK(writer.end() == Samples{40ms} + gap);
    const auto file = writer.take_pages();
    const auto packets = read_packets(file);
    CHECK(length_of(packets) == writer.end());
    CHECK(std::ranges::equal(packets.back(), packet(2)));
    const bool concealed = gap <= Samples{120ms} && gap % Samples{20ms} == Samples{0};
    CHECK(packets[1][0] == (concealed             ? std::byte{0x4B}
                            : gap < Samples{20ms} ? std::byte{0xE3}
                                                  : std::byte{0xFB}));
    if (gap >= Samples{1s}) {
        // "next to nothing": 35 bytes a second.
        const double seconds = static_cast<double>(gap.count()) / 48'000;
        CHECK(static_cast<double>(file.size()) < 100 + 35 * seconds);
    }
    for (std::int64_t before = 0; const ReadPage& page : read_pages(file)) {
        CHECK(page.granule - before <= Samples{5s}.count());
        before = page.granule;
    }
    // Each page's first silence is stated: a player may begin there.
    for (const ReadPage& page : read_pages(file)) {
        if (page.number > 2 && page.packets.size() > 1) CHECK(page.packets[0].size() == 14);
    }
}

TEST_CASE("less than 2.5 ms is not told, and does not add up", "[audio][record]") {
    OggOpusWriter writer(stream);
    const Samples step = Samples{20ms} + Samples{100};
    for (unsigned i = 0; i < 1'000; ++i)
        REQUIRE(writer.add(step * i, packet(i)) == Added::taken);
    const Samples due = step * 999 + Samples{20ms};
    CHECK(writer.end() <= due);
    CHECK(due - writer.end() < shortest_frame);
}

TEST_CASE("frame lengths and rungs change in mid-stream, and each packet is heard at its time",
          "[audio][record]") {
    const auto spoken = speech_like(6, 11);
    const auto part = [&](Samples from, Samples until) {
        const auto begin = sample_count(from, SampleRate::hz16000);
        return std::span(spoken).subspan(begin, sample_count(until, SampleRate::hz16000) - begin);
    };
    OggOpusWriter writer(stream);
    const auto add = [&](Samples from, Samples until, Samples frame, std::int32_t bitrate) {
        Samples at = from;
        for (const Packet& each : coded(part(from, until), frame, bitrate)) {
            REQUIRE(writer.add(at, each) == Added::taken);
            at += frame;
        }
    };
    add(0ms, 1200ms, 20ms, 30'000);
    add(1200ms, 2400ms, 120ms, 6'700);
    add(2400ms, 3600ms, 60ms, 19'300);
    // Nothing from 3.6 to 4.8 s.
    add(4800ms, 6000ms, 40ms, 16'000);
    const auto file = writer.finish();
    const auto heard = decoded(read_packets(file));
    CHECK(heard.size() == sample_count(Samples{6020ms}, SampleRate::hz16000) - 104);
    for (const auto& [from, until] : {std::pair<Samples, Samples>{0ms, 1200ms},
                                      {1200ms, 2400ms},
                                      {2400ms, 3600ms},
                                      {4800ms, 5900ms}}) {
        const auto begin = sample_count(from, SampleRate::hz16000);
        const auto likeness =
            correlation(loudness(part(from, until), 320),
                        loudness(std::span(heard).subspan(begin, part(from, until).size()), 320));
        INFO("from " << from.count() / 48);
        CHECK(likeness > 0.85);
    }
    // What networks of neurons make of frames without bytes, 70 dB below full scale, nobody hears.
    CHECK(level(heard, 3640ms, 4760ms) < 10);
    CHECK(level(decoded(read_packets(file), DecoderEffort::classic), 3640ms, 4760ms) == 0);
}

TEST_CASE("a writer goes on where another ended", "[audio][record]") {
    OggOpusWriter first(stream);
    REQUIRE(first.add(0ms, packet(1)) == Added::taken);
    auto file = first.take_pages();
    OggOpusWriter second(stream, {.next_page = 3, .end = first.end()});
    CHECK(second.add(0ms, packet(1)) == Added::late);
    REQUIRE(second.add(2s, packet(2)) == Added::taken);
    append(file, second.finish());
    const auto pages = read_pages(file);
    REQUIRE(pages.size() == 4);  // what was there, the silence, what came, the end
    CHECK(pages[1].number == 3);
    CHECK(pages[1].flags == 0);
    CHECK(pages[1].granule == 2'000 * 48);
    CHECK(length_of(read_packets(file)) == 2'040ms);
}
