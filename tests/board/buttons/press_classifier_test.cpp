#include "board/buttons/press_classifier.h"

#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1h};

/// Drives a classifier as the shell does: by its changes, and by its deadlines between them.
struct Hand {
    PressClassifier classifier;
    std::vector<ButtonPress> presses;
    std::vector<Milliseconds> when;

    void note(std::optional<ButtonPress> press, Instant now) {
        if (!press) return;
        presses.push_back(*press);
        when.push_back(std::chrono::duration_cast<Milliseconds>(now - start));
    }
    void wait_until(Milliseconds at) {
        while (classifier.next_deadline() <= start + at) {
            const Instant due = classifier.next_deadline();
            note(classifier.on_time(due), due);
        }
    }
    void change(bool down, Milliseconds at) {
        wait_until(at);
        note(classifier.on_change(down, start + at), start + at);
    }
};

using Presses = std::vector<ButtonPress>;

}  // namespace

TEST_CASE("a short press counts when the button is let go", "[board][buttons]") {
    Hand hand;
    hand.change(true, 0ms);
    hand.change(false, 150ms);
    hand.wait_until(5s);
    CHECK(hand.presses == Presses{ButtonPress::short_press});
    CHECK(hand.when[0] == 150ms);
}

TEST_CASE("a long press counts while the button is still held, once", "[board][buttons]") {
    Hand hand;
    hand.change(true, 0ms);
    hand.wait_until(3s);
    CHECK(hand.presses == Presses{ButtonPress::long_press});
    CHECK(hand.when[0] == 800ms);
    hand.change(false, 3s);
    hand.wait_until(5s);
    CHECK(hand.presses.size() == 1);
}

TEST_CASE("a long press counts even if nobody looked in between", "[board][buttons]") {
    PressClassifier classifier;
    CHECK_FALSE(classifier.on_change(true, start));
    CHECK(classifier.on_change(false, start + 900ms) == ButtonPress::long_press);
}

TEST_CASE("contacts that chatter make one press of one press", "[board][buttons]") {
    Hand hand;
    for (const Milliseconds at : {0ms, 3ms, 4ms, 9ms, 10ms})
        hand.change(at.count() % 2 == 0, at);
    for (const Milliseconds at : {100ms, 103ms, 104ms, 109ms, 111ms}) {
        hand.change(at.count() % 2 != 0 && at != 111ms, at);
    }
    hand.wait_until(5s);
    CHECK(hand.presses == Presses{ButtonPress::short_press});
}

TEST_CASE("a tap shorter than the chatter still counts", "[board][buttons]") {
    Hand hand;
    hand.change(true, 0ms);
    hand.change(false, 10ms);
    hand.wait_until(5s);
    CHECK(hand.presses == Presses{ButtonPress::short_press});
}

TEST_CASE("two presses in quick succession are two", "[board][buttons]") {
    Hand hand;
    hand.change(true, 0ms);
    hand.change(false, 80ms);
    hand.change(true, 160ms);
    hand.change(false, 240ms);
    hand.wait_until(5s);
    CHECK(hand.presses == Presses{ButtonPress::short_press, ButtonPress::short_press});
}

TEST_CASE("a release without a press, or a press told twice, is nothing", "[board][buttons]") {
    Hand hand;
    hand.change(false, 0ms);
    hand.wait_until(1s);
    CHECK(hand.presses.empty());
    hand.change(true, 1s);
    hand.change(true, 1'100ms);
    hand.change(false, 1'200ms);
    hand.wait_until(5s);
    CHECK(hand.presses == Presses{ButtonPress::short_press});
}

TEST_CASE("whatever the contacts do, presses are never nearer than they can be made",
          "[board][buttons]") {
    SeededRandom random(11);
    Hand hand;
    Milliseconds at{};
    for (int i = 0; i < 5'000; ++i) {
        at += Milliseconds{static_cast<std::int64_t>(random.u64() % 60)};
        hand.change(random.u64() % 2 == 0, at);
    }
    REQUIRE(hand.when.size() > 100);
    for (std::size_t i = 1; i < hand.when.size(); ++i) {
        REQUIRE(hand.when[i] - hand.when[i - 1] >= 50ms);  // down and up take 25 ms each
    }
}
