#include "audio/playout/stall_rhythm.h"

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace std::chrono_literals;
using audio::StallRhythm;

TEST_CASE("a phone that tunes away each 5.12 s is expected to do so again", "[audio][playout]") {
    StallRhythm rhythm;
    SeededRandom random(3);
    Samples at{10s};
    for (int i = 0; i < 4; ++i, at += Samples{5'120ms}) {
        CHECK(rhythm.due(at) == Samples{0});
        rhythm.note(at + std::chrono::milliseconds{random.below(40)}, 200ms);
        // Others come between, by chance.
        if (i == 2) rhythm.note(at + Samples{1'700ms}, 150ms);
    }
    CHECK(std::chrono::abs(rhythm.period() - Samples{5'120ms}) < Samples{20ms});
    for (int i = 0; i < 20; ++i, at += Samples{5'120ms}) {
        CHECK(rhythm.due(at - Samples{1s}) == Samples{0});
        CHECK(rhythm.due(at - Samples{300ms}) == Samples{200ms});
        CHECK_FALSE(rhythm.explains(at - Samples{300ms}));
        rhythm.note(at + std::chrono::milliseconds{random.below(40)}, 200ms);
        CHECK(rhythm.explains(at + Samples{300ms}));
    }
}

TEST_CASE("a rhythm that has ended is given up after three times", "[audio][playout]") {
    StallRhythm rhythm;
    for (int i = 0; i < 4; ++i)
        rhythm.note(Samples{10s} + i * Samples{2s}, 200ms);
    int due = 0;
    for (int i = 0; i < 500; ++i)
        due += rhythm.due(Samples{17s} + i * Samples{20ms}) > Samples{0} ? 1 : 0;
    CHECK(due > 0);
    CHECK(due <= 3 * 30);
    CHECK(rhythm.period() == Samples{0});
}

TEST_CASE("stalls that come by chance each few seconds are hardly ever on schedule",
          "[audio][playout]") {
    StallRhythm rhythm;
    SeededRandom random(8);
    Samples at{0};
    int due = 0;
    constexpr int ticks = 50 * 3'600;
    Samples next{0};
    for (int i = 0; i < ticks; ++i, at += Samples{20ms}) {
        if (at >= next) {
            rhythm.note(at, Samples{std::chrono::milliseconds{100 + random.below(300)}});
            next = at + std::chrono::milliseconds{300 + random.below(8'000)};
        }
        due += rhythm.due(at) > Samples{0} ? 1 : 0;
    }
    CHECK(due < ticks / 50);
}
