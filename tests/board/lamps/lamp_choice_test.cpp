#include "board/lamps/lamp_choice.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban::board;

namespace {

LampChoice automatic(const std::vector<std::string>& there) {
    return choose_lamps(there, "auto", "auto");
}

}  // namespace

TEST_CASE("the box takes its own lamps, or those of the board", "[board][lamps]") {
    CHECK(automatic({"ACT", "PWR", "giaoban:floor", "giaoban:link"}) ==
          LampChoice{"giaoban:floor", "giaoban:link", "ACT"});
    CHECK(automatic({"ACT", "PWR", "input3::capslock"}) == LampChoice{"ACT", "PWR", ""});
    CHECK(automatic({"led0", "led1"}) == LampChoice{"led0", "led1", ""});
    CHECK(automatic({"ACT"}) == LampChoice{"ACT", "", ""});
    CHECK(automatic({"default-on", "mmc0::"}) == LampChoice{"mmc0::", "default-on", ""});
    CHECK(automatic({"input3::capslock"}) == LampChoice{});
}

TEST_CASE("a lamp that is named is taken, and none is none", "[board][lamps]") {
    const std::vector<std::string> there{"ACT", "PWR", "desk"};
    CHECK(choose_lamps(there, "desk", "none") == LampChoice{"desk", "", ""});
    CHECK(choose_lamps(there, "auto", "ACT") == LampChoice{"", "ACT", ""});
    CHECK(choose_lamps(there, "missing", "auto") == LampChoice{"missing", "ACT", ""});
}
