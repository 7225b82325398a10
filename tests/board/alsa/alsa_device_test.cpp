#include "board/alsa/alsa_device.h"

#include <vector>

#include "tests/board/alsa/alsa_without_a_card.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::board;
using board::tests::open_device;
using board::tests::sound_folder;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a device of ALSA is set up at the port's own rate, with one channel", "[board][alsa]") {
    auto device = open_device("pcm:silent");
    REQUIRE(device);
    CHECK_THAT((*device)->description(),
               ContainsSubstring("microphone 16000 Hz, 1 channel, period 160"));
    REQUIRE((*device)->restart() == PcmResult::done);
    std::vector<std::int16_t> tick(320, 3);
    for (int i = 0; i < 100; ++i) {
        REQUIRE((*device)->capture(tick) == PcmResult::done);
        REQUIRE((*device)->play(tick) == PcmResult::done);
    }
    CHECK(tick == std::vector<std::int16_t>(320, 0));
}

TEST_CASE("what is in ALSA's file is heard, and what is said is in its other file",
          "[board][alsa]") {
    const auto folder = sound_folder();
    std::vector<std::int16_t> recorded(320 * 50);
    for (std::size_t i = 0; i < recorded.size(); ++i)
        recorded[i] = static_cast<std::int16_t>(i);
    std::ofstream(folder / "heard.raw", std::ios::binary)
        .write(reinterpret_cast<const char*>(recorded.data()),
               static_cast<std::streamsize>(recorded.size() * 2));
    std::vector<std::int16_t> heard;
    {
        auto device = open_device("pcm:taped");
        REQUIRE(device);
        REQUIRE((*device)->restart() == PcmResult::done);
        for (int i = 0; i < 40; ++i) {
            std::vector<std::int16_t> tick(320);
            REQUIRE((*device)->capture(tick) == PcmResult::done);
            heard.insert(heard.end(), tick.begin(), tick.end());
            REQUIRE((*device)->play(std::vector<std::int16_t>(320, 99)) == PcmResult::done);
        }
    }
    CHECK(std::equal(heard.begin(), heard.end(), recorded.begin()));
    // Two ticks of silence are played before the first one of ours.
    CHECK(std::filesystem::file_size(folder / "said.raw") == (2 + 40) * 320 * 2);
}
