#include "net/keys/refusal.h"

#include <cstdint>
#include <set>
#include <string_view>

#include "tests/catch.h"

namespace giaoban::net::test {

TEST_CASE("every reason of a refusal is said in words of its own, and an unknown one too",
          "[net][keys]") {
    std::set<std::string_view> texts;
    for (std::uint8_t i = 0; i < 20; ++i) {
        const std::string_view text = describe(static_cast<RefusalReason>(i));
        CHECK(text.size() > 20);
        texts.insert(text);
    }
    // Seven reasons, and one text for all that this version does not know.
    CHECK(texts.size() == 8);
}

}  // namespace giaoban::net::test
