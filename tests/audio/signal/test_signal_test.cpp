#include "audio/signal/test_signal.h"

#include <algorithm>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;

namespace {

std::vector<std::int16_t> heard(TestSignal& signal, std::size_t count, std::size_t at_once) {
    std::vector<std::int16_t> all(count);
    for (std::size_t i = 0; i < count; i += at_once) {
        signal.read(std::span(all).subspan(i, std::min(at_once, count - i)));
    }
    return all;
}

}  // namespace

TEST_CASE("a test signal has the pitch, the level and the pauses asked for", "[audio][signal]") {
    TestSignal signal({.tone_hz = 500, .peak = 1'000, .on = 100ms, .off = 100ms},
                      SampleRate::hz16000);
    const auto sound = heard(signal, 3'200, 320);
    const auto on = std::span(sound).first(1'600);
    const auto off = std::span(sound).last(1'600);
    CHECK(std::ranges::max(on) == 1'000);
    CHECK(std::ranges::min(on) == -1'000);
    CHECK(std::ranges::all_of(off, [](std::int16_t sample) { return sample == 0; }));
    // 500 Hz for 100 ms goes upwards through zero 50 times, the first time at the very start.
    const auto upwards = [&] {
        int count = 0;
        for (std::size_t i = 1; i < on.size(); ++i)
            count += on[i - 1] <= 0 && on[i] > 0 ? 1 : 0;
        return count;
    };
    CHECK(upwards() == 50);
}

TEST_CASE("a test signal does not depend on how it is cut into ticks", "[audio][signal]") {
    TestSignal one({}, SampleRate::hz16000);
    TestSignal other({}, SampleRate::hz16000);
    CHECK(heard(one, 8'000, 320) == heard(other, 8'000, 77));
}
