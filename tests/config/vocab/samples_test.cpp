#include "config/vocab/samples.h"

#include "config/vocab/time.h"
#include "tests/catch.h"

namespace giaoban {

using namespace std::chrono_literals;

TEST_CASE("a tick of 20 ms is 960 samples of the media clock and 320 at 16 kHz", "[vocab]") {
    CHECK(Samples{20ms}.count() == 960);
    CHECK(sample_count(Samples{20ms}, SampleRate::hz48000) == 960);
    CHECK(sample_count(Samples{20ms}, SampleRate::hz16000) == 320);
    CHECK(length_of(320, SampleRate::hz16000) == Samples{20ms});
    CHECK(length_of(160, SampleRate::hz8000) == Samples{20ms});
}

TEST_CASE("samples add up with times, and going back to milliseconds must be asked for",
          "[vocab]") {
    CHECK(Samples{20ms} + Samples{40ms} == 60ms);
    CHECK(std::chrono::duration_cast<Milliseconds>(Samples{1000}) == 20ms);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Samples, Milliseconds>);
}

TEST_CASE("never is later than any time", "[vocab]") {
    CHECK(Instant{} + std::chrono::hours(24 * 365 * 100) < never);
}

}  // namespace giaoban
