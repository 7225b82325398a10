#include "net/floor/floor_event.h"

#include <set>

#include "tests/catch.h"

using giaoban::net::FloorEvent;

TEST_CASE("every event and every reason has a word of its own for the log", "[net][floor]") {
    std::set<std::string_view> words;
    for (int i = 0; i <= static_cast<int>(FloorEvent::What::limit_set); ++i) {
        CHECK(words.insert(to_text(static_cast<FloorEvent::What>(i))).second);
    }
    CHECK(words.count("?") == 0);
    words.clear();
    for (int i = 0; i <= static_cast<int>(FloorEvent::Why::queue_full); ++i) {
        CHECK(words.insert(to_text(static_cast<FloorEvent::Why>(i))).second);
    }
    CHECK(words.count("?") == 0);
}
