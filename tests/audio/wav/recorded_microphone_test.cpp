#include "audio/wav/recorded_microphone.h"

#include <array>

#include "tests/catch.h"

using namespace giaoban::audio;
using Heard = std::array<std::int16_t, 4>;

namespace {

Heard next(RecordedMicrophone& microphone) {
    Heard heard{9, 9, 9, 9};
    microphone.read(heard);
    return heard;
}

}  // namespace

TEST_CASE("a recording is heard once, and then there is silence", "[audio][wav]") {
    RecordedMicrophone microphone({1, 2, 3, 4, 5}, RecordedMicrophone::After::silence);
    CHECK(next(microphone) == Heard{1, 2, 3, 4});
    CHECK(next(microphone) == Heard{5, 0, 0, 0});
    CHECK(next(microphone) == Heard{0, 0, 0, 0});
}

TEST_CASE("a recording is heard over and over, without a gap, also when it is shorter than a tick",
          "[audio][wav]") {
    RecordedMicrophone microphone({1, 2, 3}, RecordedMicrophone::After::again);
    CHECK(next(microphone) == Heard{1, 2, 3, 1});
    CHECK(next(microphone) == Heard{2, 3, 1, 2});
}

TEST_CASE("a recording may begin later", "[audio][wav]") {
    RecordedMicrophone microphone({1, 2}, RecordedMicrophone::After::again, 5);
    CHECK(next(microphone) == Heard{0, 0, 0, 0});
    CHECK(next(microphone) == Heard{0, 1, 2, 1});
}

TEST_CASE("an empty recording is silence, for ever", "[audio][wav]") {
    RecordedMicrophone microphone({}, RecordedMicrophone::After::again);
    CHECK(next(microphone) == Heard{0, 0, 0, 0});
}
