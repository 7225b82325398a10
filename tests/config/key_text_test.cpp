#include "config/key_text.h"

#include "tests/catch.h"

using namespace giaoban::config;

namespace {

// RFC 7748 section 6.1: the public keys of Alice and Bob.
const std::string alice = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";
const std::string bob = "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=";

}  // namespace

TEST_CASE("there is one text for each key and one key for each text", "[config]") {
    for (const std::string& text : {alice, bob, std::string(43, 'A') + "="}) {
        CHECK(key_text(key_bytes(text).value()) == text);
    }
    const std::string body = alice.substr(0, 42);
    CHECK_FALSE(key_bytes(""));
    CHECK_FALSE(key_bytes(alice.substr(1)));
    CHECK_FALSE(key_bytes(alice + "="));
    CHECK_FALSE(key_bytes(body + "p="));  // bits that stand for no byte
    CHECK_FALSE(key_bytes(body + "=="));
    CHECK_FALSE(key_bytes("*" + alice.substr(1)));
}

TEST_CASE("the bytes are those of RFC 7748's example", "[config]") {
    const auto bytes = key_bytes(alice).value();
    CHECK(std::to_integer<int>(bytes.front()) == 0x85);
    CHECK(std::to_integer<int>(bytes.back()) == 0x6A);
}
