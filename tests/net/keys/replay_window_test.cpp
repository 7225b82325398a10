#include "net/keys/replay_window.h"

#include <set>

#include "config/vocab/random.h"
#include "tests/catch.h"

namespace giaoban::net::test {

TEST_CASE("a counter is new once, in any order, as long as it is in the window", "[net][keys]") {
    ReplayWindow window;
    for (const std::uint64_t counter : {5U, 0U, 3U, 2047U, 4U}) {
        CHECK(window.is_new(counter));
        window.see(counter);
        CHECK_FALSE(window.is_new(counter));
    }
    CHECK(window.is_new(1));
    window.see(2048);
    CHECK_FALSE(window.is_new(0));  // seen, and now too old
    CHECK(window.is_new(1));
    window.see(2049);
    CHECK_FALSE(window.is_new(1));  // too old
}

TEST_CASE("asking changes nothing", "[net][keys]") {
    ReplayWindow window;
    window.see(10);
    CHECK(window.is_new(1'000'000));
    CHECK(window.is_new(9));
    CHECK_FALSE(window.is_new(10));
}

TEST_CASE("a leap forgets everything behind it", "[net][keys]") {
    ReplayWindow window;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        window.see(i);
    }
    constexpr std::uint64_t far = ~std::uint64_t{0} - 1;
    window.see(far);
    CHECK_FALSE(window.is_new(far));
    CHECK(window.is_new(far - 1));
    CHECK(window.is_new(far - 2047));
    CHECK_FALSE(window.is_new(far - 2048));
    CHECK_FALSE(window.is_new(2999));
}

TEST_CASE("it agrees with a set that remembers everything, whatever the order", "[net][keys]") {
    SeededRandom random(7);
    ReplayWindow window;
    std::set<std::uint64_t> seen;
    std::uint64_t newest = 0;
    for (int i = 0; i < 50'000; ++i) {
        const std::uint64_t base = newest < 3000 ? 0 : newest - 3000;
        const std::uint64_t counter = base + random.below(random.below(100) == 0 ? 9000 : 3050);
        const bool in_window = seen.empty() || counter + ReplayWindow::width > newest;
        const bool expected = in_window && !seen.contains(counter);
        REQUIRE(window.is_new(counter) == expected);
        if (!expected) continue;
        window.see(counter);
        seen.insert(counter);
        newest = std::max(newest, counter);
    }
}

}  // namespace giaoban::net::test
