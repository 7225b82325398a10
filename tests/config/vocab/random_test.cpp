#include "config/vocab/random.h"

#include <array>
#include <cmath>

#include "tests/catch.h"

namespace giaoban {

TEST_CASE("the same seed gives the same bytes, and another seed others", "[vocab]") {
    SeededRandom a(7);
    SeededRandom b(7);
    SeededRandom c(8);
    const auto first = a.u64();
    CHECK(first == b.u64());
    CHECK(first != c.u64());
    CHECK(first != a.u64());
}

TEST_CASE("seed 0 gives the numbers of the published generator", "[vocab]") {
    // xoshiro256** after SplitMix64(0), computed from the definitions in the paper by a second
    // implementation (Python).
    SeededRandom random(0);
    CHECK(random.u64() == 0x99EC5F36CB75F2B4U);
    CHECK(random.u64() == 0xBF6E1F784956452AU);
    CHECK(random.u64() == 0x1A5F849D4933E6E0U);
}

TEST_CASE("a number below a bound is below it, and every one of them comes up about as often",
          "[vocab]") {
    SeededRandom random(1);
    constexpr int draws = 60'000;
    std::array<int, 6> seen{};
    for (int i = 0; i < draws; ++i) {
        const auto drawn = random.below(6);
        REQUIRE(drawn < 6);
        ++seen.at(drawn);
    }
    // Standard deviation sqrt(n p (1 - p)) = 91; five of them.
    for (const int count : seen) {
        CHECK(std::abs(count - draws / 6) < 456);
    }
}

TEST_CASE("a unit number is at least 0 and less than 1, one half on average", "[vocab]") {
    SeededRandom random(2);
    double sum = 0;
    for (int i = 0; i < 10'000; ++i) {
        const double drawn = random.unit();
        REQUIRE(drawn >= 0);
        REQUIRE(drawn < 1);
        sum += drawn;
    }
    // Standard deviation of the mean is sqrt(1 / 12 / 10000) = 0.0029; five of them.
    CHECK(std::abs(sum / 10'000 - 0.5) < 0.0145);
}

TEST_CASE("a length that is no multiple of eight is filled to its last byte", "[vocab]") {
    SeededRandom random(3);
    std::array<std::byte, 13> bytes{};
    std::array<bool, 13> touched{};
    for (int round = 0; round < 64; ++round) {
        random.fill(bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            touched.at(i) = touched.at(i) || bytes.at(i) != std::byte{0};
        }
    }
    for (const bool was_touched : touched) {
        CHECK(was_touched);
    }
}

}  // namespace giaoban
