#include "audio/wav/wav_writer.h"

#include <array>
#include <filesystem>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban::audio;
using Catch::Matchers::ContainsSubstring;
using giaoban::tests::TemporaryFolder;

TEST_CASE("what is written is readable after each append, without being closed", "[audio][wav]") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "spoken.wav";
    auto writer = WavWriter::create(file, 16'000);
    REQUIRE(writer);
    REQUIRE(read_wav(file));
    CHECK(read_wav(file)->samples.empty());

    const std::array<std::int16_t, 3> first{1, -2, 32'767};
    REQUIRE(writer->append(first));
    CHECK(read_wav(file)->samples == std::vector<std::int16_t>{1, -2, 32'767});

    const std::array<std::int16_t, 1> second{-32'768};
    REQUIRE(writer->append(second));
    CHECK(read_wav(file)->samples == std::vector<std::int16_t>{1, -2, 32'767, -32'768});
    CHECK(read_wav(file)->hz == 16'000);
}

TEST_CASE("a file that cannot be made says why", "[audio][wav]") {
    const auto writer = WavWriter::create("/nowhere/spoken.wav", 16'000);
    REQUIRE_FALSE(writer);
    CHECK_THAT(writer.error().text,
               ContainsSubstring("/nowhere/spoken.wav: cannot be written: No such"));
}

TEST_CASE("a full disk is told once, and then nothing is written", "[audio][wav]") {
    // /dev/full refuses every write with "no space left".
    const auto refused = WavWriter::create("/dev/full", 16'000);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().text, ContainsSubstring("No space left"));
}
