#include "audio/playout/lateness_estimator.h"

#include <algorithm>
#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace std::chrono_literals;
using audio::LatenessEstimator;

TEST_CASE("on time is what all but one frame in a hundred are", "[audio][playout]") {
    LatenessEstimator lateness(100);
    CHECK(lateness.on_time() == Samples{0});
    for (int i = 0; i < 500; ++i) {
        // 1 % take 300 ms, 9 % take 100 ms, the rest 20 ms.
        const Samples transit = i % 100 == 0 ? 300ms : i % 10 == 0 ? 100ms : 20ms;
        lateness.note(transit, i * Samples{20ms});
    }
    CHECK(lateness.quickest() == Samples{20ms});
    CHECK(lateness.typical() == Samples{20ms});
    CHECK(lateness.on_time() >= Samples{100ms});
    CHECK(lateness.on_time() <= Samples{300ms});
}

TEST_CASE("the quantiles are those of a plain sort of the last 512", "[audio][playout]") {
    LatenessEstimator lateness(100);
    SeededRandom random(2);
    std::vector<Samples> all;
    for (int i = 0; i < 3'000; ++i) {
        const Samples transit{static_cast<std::int64_t>(random.below(10'000)) - 5'000};
        all.push_back(transit);
        lateness.note(transit, i * Samples{20ms});
        if (i % 97 != 0 || i < 600) continue;
        std::vector<Samples> last(all.end() - LatenessEstimator::window, all.end());
        std::sort(last.begin(), last.end());
        REQUIRE(lateness.quickest() == last.front());
        REQUIRE(lateness.on_time() == last[511 - 5]);
        REQUIRE(lateness.typical() == last[256]);
    }
}

TEST_CASE("what is older than the memory is forgotten", "[audio][playout]") {
    LatenessEstimator lateness(100);
    for (int i = 0; i < 100; ++i)
        lateness.note(500ms, i * Samples{120ms});
    for (int i = 100; i < 400; ++i)
        lateness.note(10ms, i * Samples{120ms});
    CHECK(lateness.on_time() == Samples{10ms});
    CHECK(lateness.seen() <= 20'000 / 120 + 2);
}

TEST_CASE("jitter is what RFC 3550 says", "[audio][playout]") {
    LatenessEstimator lateness(100);
    double expected = 0;
    Samples before{0};
    SeededRandom random(6);
    for (int i = 0; i < 2'000; ++i) {
        const Samples transit{static_cast<std::int64_t>(random.below(2'000))};
        lateness.note_jitter(transit);
        if (i > 0) {
            const auto step = static_cast<double>(std::chrono::abs(transit - before).count());
            expected += (step - expected) / 16;
        }
        before = transit;
    }
    CHECK(static_cast<double>(lateness.jitter().count()) == Approx(expected).margin(2));
}

TEST_CASE("a pause moves what is known by what clocks may drift, another clock by anything",
          "[audio][playout]") {
    LatenessEstimator lateness(100);
    for (int i = 0; i < 100; ++i)
        lateness.note(Samples{50ms} + i * Samples{1}, Samples{0});
    CHECK(lateness.follow_pause(80ms, 10s) == Samples{3ms});
    CHECK(lateness.quickest() == Samples{50ms} + Samples{3ms});
    CHECK(lateness.rebase(-1h) == -Samples{1h} - Samples{53ms});
    CHECK(lateness.quickest() == Samples{-1h});
    CHECK(lateness.on_time() == Samples{-1h} + Samples{99});
}
