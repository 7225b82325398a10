// ALSA itself, without a card: its `null` and `file` devices, set up by a configuration of our own.
#include <cstdlib>
#include <fstream>
#include <vector>

#include "audio/voice/resampler.h"
#include "board/alsa/alsa_cards.h"
#include "board/alsa/alsa_device.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::board;
using Catch::Matchers::ContainsSubstring;

namespace {

/// The configuration is read once a process, at the first call of ALSA.
const std::filesystem::path& sound_folder() {
    static const tests::TemporaryFolder folder;
    static const bool made = [] {
        const auto path = folder.path();
        std::ofstream(path / "asound.conf")
            << "pcm.silent { type null }\n"
            << "pcm.taped { type file slave.pcm { type null } file \""
            << (path / "said.raw").string() << "\" infile \"" << (path / "heard.raw").string()
            << "\" format raw }\n";
        ::setenv("ALSA_CONFIG_PATH", (path / "asound.conf").c_str(), 1);
        return true;
    }();
    REQUIRE(made);
    return folder.path();
}

auto open_device(const std::string& address) {
    sound_folder();
    return alsa_opener(address, SampleRate::hz16000, audio::make_resampler)();
}

}  // namespace

TEST_CASE("a device of ALSA is set up at the port's own rate, with one channel", "[board][alsa]") {
    auto device = open_device("pcm:silent");
    REQUIRE(device);
    CHECK(open_device("silent"));
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

TEST_CASE("a card that is not there is refused in words", "[board][alsa]") {
    const auto missing = open_device("pcm:nothing");
    REQUIRE_FALSE(missing);
    CHECK_THAT(missing.error(), ContainsSubstring("pcm:nothing (microphone): "));
    const auto unplugged = open_device("hw:7");
    REQUIRE_FALSE(unplugged);
    const auto named = open_device("Jabra");
    REQUIRE_FALSE(named);
    CHECK_THAT(named.error(), ContainsSubstring("no sound card for `Jabra`"));
}
