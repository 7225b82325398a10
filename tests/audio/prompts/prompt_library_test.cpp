#include "audio/prompts/prompt_library.h"

#include <cmath>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;

namespace {

double seconds(std::span<const std::int16_t> sound, double rate) {
    return static_cast<double>(sound.size()) / rate;
}

double mean_square(std::span<const std::int16_t> sound) {
    double sum = 0;
    for (const double sample : sound)
        sum += sample * sample;
    return sum / static_cast<double>(sound.size());
}

}  // namespace

TEST_CASE("every prompt is spoken in both languages, loud enough and not for long",
          "[audio][prompts]") {
    for (const Language language : {Language::vietnamese, Language::english}) {
        const PromptLibrary library(language, SampleRate::hz16000);
        for (std::size_t i = 0; i < prompt_count; ++i) {
            const auto prompt = static_cast<Prompt>(i);
            CAPTURE(name_of(prompt), code_of(language));
            const auto sound = library.sound(prompt);
            CHECK(seconds(sound, 16'000) > 0.4);
            CHECK(seconds(sound, 16'000) < 6);
            CHECK(std::sqrt(mean_square(sound)) > 600);
        }
    }
}

TEST_CASE("a prompt lasts as long at every rate", "[audio][prompts]") {
    const PromptLibrary low(Language::vietnamese, SampleRate::hz16000);
    const PromptLibrary high(Language::vietnamese, SampleRate::hz48000);
    CHECK(high.sound(Prompt::floor_yours).size() == 3 * low.sound(Prompt::floor_yours).size());
}
