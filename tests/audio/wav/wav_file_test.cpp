#include "audio/wav/wav_file.h"

#include <string>

#include "config/vocab/bytes.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string little(std::uint64_t value, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}

struct Made {
    std::uint16_t kind = 1;
    std::uint16_t channels = 1;
    std::uint32_t hz = 16'000;
    std::uint16_t bits = 16;
    std::string data = little(1, 2) + little(0xFFFE, 2);  // 1, -2
    std::string before_format = {};
    std::string after_format = {};

    [[nodiscard]] std::string file() const {
        const std::string format = little(kind, 2) + little(channels, 2) + little(hz, 4) +
                                   little(0, 6) + little(bits, 2) + after_format;
        const std::string body = "WAVE" + before_format + "fmt " + little(format.size(), 4) +
                                 format + "data" + little(data.size(), 4) + data;
        return "RIFF" + little(body.size(), 4) + body;
    }
};

auto parse(const std::string& file) { return parse_wav(as_bytes(file), "talk.wav"); }

std::string refusal(const Made& made) {
    const auto recording = parse(made.file());
    REQUIRE_FALSE(recording);
    return recording.error().text;
}

}  // namespace

TEST_CASE("a mono file of 16 bits is read as it is", "[audio][wav]") {
    const auto recording = parse(Made{}.file());
    REQUIRE(recording);
    CHECK(recording->hz == 16'000);
    CHECK(recording->samples == std::vector<std::int16_t>{1, -2});
}

TEST_CASE("two channels become one by their mean, which never wraps", "[audio][wav]") {
    const std::string loud = little(32'767, 2) + little(32'767, 2) + little(100, 2) + little(50, 2);
    const auto recording = parse(Made{.channels = 2, .hz = 48'000, .data = loud}.file());
    REQUIRE(recording);
    CHECK(recording->samples == std::vector<std::int16_t>{32'767, 75});
}

TEST_CASE("chunks that are not sound are passed over, odd ones with their filling byte",
          "[audio][wav]") {
    const auto recording =
        parse(Made{.before_format = "LIST" + little(3, 4) + "abc" + '\0'}.file());
    REQUIRE(recording);
    CHECK(recording->samples.size() == 2);
}

TEST_CASE("the extensible form of PCM is PCM", "[audio][wav]") {
    const std::string rest =
        little(22, 2) + little(16, 2) + little(4, 4) + little(1, 2) + std::string(14, '\0');
    const auto recording = parse(Made{.kind = 0xFFFE, .after_format = rest}.file());
    REQUIRE(recording);
    CHECK(recording->samples.size() == 2);
}

TEST_CASE("a file that breaks off is read as far as it goes", "[audio][wav]") {
    std::string file = Made{.data = std::string(100, '\1')}.file();
    file.resize(file.size() - 51);  // in the middle of a sample
    const auto recording = parse(file);
    REQUIRE(recording);
    CHECK(recording->samples.size() == 24);
}

TEST_CASE("a file that is not accepted is named, with what is wrong and what would do",
          "[audio][wav]") {
    CHECK_THAT(refusal({.bits = 24}), ContainsSubstring("talk.wav: it has 24 bits"));
    CHECK_THAT(refusal({.bits = 24}), ContainsSubstring("16-bit PCM WAV with 1 or 2 channels"));
    CHECK_THAT(refusal({.kind = 3}), ContainsSubstring("it is coded (format 3)"));
    CHECK_THAT(refusal({.channels = 6}), ContainsSubstring("6 channels"));
    CHECK_THAT(refusal({.channels = 0}), ContainsSubstring("0 channels"));
    CHECK_THAT(refusal({.hz = 4'000}), ContainsSubstring("4000 Hz"));
    CHECK_THAT(refusal({.hz = 96'000}), ContainsSubstring("96000 Hz"));
    CHECK_THAT(parse("ID3 this is an MP3").error().text, ContainsSubstring("no WAV file"));
    CHECK_THAT(parse("").error().text, ContainsSubstring("no WAV file"));
    CHECK_THAT(parse(Made{}.file().substr(0, 36)).error().text,
               ContainsSubstring("no sound in it"));
}

TEST_CASE("a file that is not there is said not to be there", "[audio][wav]") {
    const auto recording = read_wav("/nowhere/talk.wav");
    REQUIRE_FALSE(recording);
    CHECK_THAT(recording.error().text, ContainsSubstring("/nowhere/talk.wav"));
    CHECK_THAT(recording.error().text, ContainsSubstring("No such file"));
}
