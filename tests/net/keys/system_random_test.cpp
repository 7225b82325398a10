#include "net/keys/system_random.h"

#include <array>
#include <bit>
#include <set>

#include "tests/catch.h"

namespace giaoban::net::test {

TEST_CASE("the kernel gives other bytes each time, to every place", "[net][keys]") {
    SystemRandom random;
    std::set<std::array<std::byte, 16>> seen;
    for (int i = 0; i < 200; ++i) {
        std::array<std::byte, 16> bytes{};
        random.fill(bytes);
        seen.insert(bytes);
    }
    CHECK(seen.size() == 200);
    random.fill({});
}

TEST_CASE("the kernel's bits are even", "[net][keys]") {
    // 2^17 fair bits have a standard deviation of 181 around 65536; ten of them are never seen.
    SystemRandom random;
    int ones = 0;
    for (int i = 0; i < 4096; ++i) {
        ones += std::popcount(random.u32());
    }
    CHECK(ones > 65536 - 1810);
    CHECK(ones < 65536 + 1810);
}

}  // namespace giaoban::net::test
