#include "board/lamps/lamp_pattern.h"

#include <set>
#include <string>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;

namespace {

constexpr auto last_sign = static_cast<int>(LampSign::settings_wrong);

/// Four seconds of a lamp, as one letter for each 50 ms.
std::string picture(LampSign sign) {
    std::string drawn;
    for (Milliseconds at{}; at < 4s; at += 50ms)
        drawn += lit(sign, at) ? '#' : '.';
    return drawn;
}

}  // namespace

TEST_CASE("no two signs look the same", "[board][lamps]") {
    std::set<std::string> pictures;
    for (int i = 0; i <= last_sign; ++i)
        pictures.insert(picture(static_cast<LampSign>(i)));
    CHECK(pictures.size() == last_sign + 1);
}

TEST_CASE("a lamp that speaks is lit, and one with nothing to say is dark", "[board][lamps]") {
    CHECK(picture(LampSign::speaking) == std::string(80, '#'));
    CHECK(picture(LampSign::off) == std::string(80, '.'));
    CHECK(next_change(LampSign::speaking, 5s) == Milliseconds::max());
}

TEST_CASE("a place in the queue blinks slowly and evenly", "[board][lamps]") {
    CHECK(lit(LampSign::waiting, 0ms));
    CHECK(lit(LampSign::waiting, 999ms));
    CHECK_FALSE(lit(LampSign::waiting, 1'000ms));
    CHECK(lit(LampSign::waiting, 2'000ms));
}

TEST_CASE("the next change is told exactly, after any time", "[board][lamps]") {
    for (int i = 0; i <= last_sign; ++i) {
        const auto sign = static_cast<LampSign>(i);
        CAPTURE(i);
        for (Milliseconds at{}; at < 9s; at += 37ms) {
            const Milliseconds change = next_change(sign, at);
            if (change == Milliseconds::max()) continue;
            REQUIRE(change > 0ms);
            REQUIRE(lit(sign, at + change - 1ms) == lit(sign, at));
            REQUIRE(lit(sign, at + change) != lit(sign, at));
        }
    }
}
