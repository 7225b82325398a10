#include "audio/rt/spsc_ring.h"

#include <cstdint>
#include <thread>

#include "tests/catch.h"

using giaoban::audio::SpscRing;

TEST_CASE("a ring gives back what was put in, in that order", "[audio][rt]") {
    SpscRing<int, 4> ring;
    REQUIRE(ring.try_push(1));
    REQUIRE(ring.try_push(2));
    int got = 0;
    REQUIRE(ring.try_pop(got));
    REQUIRE(got == 1);
    REQUIRE(ring.try_push(3));
    REQUIRE(ring.try_pop(got));
    REQUIRE(got == 2);
    REQUIRE(ring.try_pop(got));
    REQUIRE(got == 3);
}

TEST_CASE("a ring holds as many as it says, and refuses the next one", "[audio][rt]") {
    SpscRing<int, 4> ring;
    for (int i = 0; i < 4; ++i)
        REQUIRE(ring.try_push(i));
    REQUIRE(ring.size() == 4);
    REQUIRE_FALSE(ring.try_push(4));
    int got = -1;
    REQUIRE(ring.try_pop(got));
    REQUIRE(got == 0);
    REQUIRE(ring.try_push(4));
    for (int i = 1; i <= 4; ++i) {
        REQUIRE(ring.try_pop(got));
        REQUIRE(got == i);
    }
}

TEST_CASE("an empty ring answers so and leaves the item as it was", "[audio][rt]") {
    SpscRing<int, 2> ring;
    int got = 7;
    REQUIRE_FALSE(ring.try_pop(got));
    REQUIRE(got == 7);
    REQUIRE(ring.size() == 0);
}

TEST_CASE("two threads hand over every item whole, once and in order", "[audio][rt]") {
    // Larger than a machine word, so that a torn item would show.
    struct Item {
        std::uint64_t number;
        std::uint64_t square;
        std::uint64_t inverse;
    };
    constexpr std::uint64_t items = 200'000;
    SpscRing<Item, 64> ring;
    std::thread pusher([&ring] {
        for (std::uint64_t i = 0; i < items;) {
            if (ring.try_push(Item{i, i * i, ~i})) {
                ++i;
            } else {
                std::this_thread::yield();
            }
        }
    });
    std::uint64_t expected = 0;
    std::uint64_t wrong = 0;
    std::size_t fullest = 0;
    while (expected < items) {
        Item item{};
        fullest = std::max(fullest, ring.size());
        if (!ring.try_pop(item)) {
            std::this_thread::yield();
            continue;
        }
        if (item.number != expected || item.square != expected * expected ||
            item.inverse != ~expected) {
            ++wrong;
        }
        ++expected;
    }
    pusher.join();
    REQUIRE(wrong == 0);
    REQUIRE(fullest <= 64);
    REQUIRE(ring.size() == 0);
}
