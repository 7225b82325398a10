#include "net/wire/update_words.h"

#include <string>

#include "tests/catch.h"

using namespace giaoban::net;

TEST_CASE("a release's name is good as a file's name too", "[net][wire]") {
    for (const char* good : {"0.1.0-1a2b3c4d", "0.1.0-1a2b3c4d-changed", "2", "a_b+c~d"})
        CHECK(is_release(good));
    for (const char* bad : {"", ".hidden", "-rf", "a/b", "a b", "a..b", "a\nb", "x\xC3\xA1"})
        CHECK_FALSE(is_release(bad));
    CHECK(is_release(std::string(max_release_bytes, 'x')));
    CHECK_FALSE(is_release(std::string(max_release_bytes + 1, 'x')));
}

TEST_CASE("every stage and every trouble has words of its own", "[net][wire]") {
    for (int a = 0; a <= static_cast<int>(UpdateStage::failed); ++a) {
        for (int b = 0; b < a; ++b)
            CHECK(to_text(UpdateStage(a)) != to_text(UpdateStage(b)));
    }
    CHECK(static_cast<int>(UpdateTrouble::rolled_back) + 1 == update_troubles);
    for (int a = 0; a < update_troubles; ++a) {
        for (int b = 0; b < a; ++b)
            CHECK(to_text(UpdateTrouble(a)) != to_text(UpdateTrouble(b)));
    }
}
