#include "net/keys/key_text.h"

#include "config/vocab/random.h"
#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {

TEST_CASE("a key and its text are one for one", "[net][keys]") {
    SeededRandom random(1);
    for (int i = 0; i < 100; ++i) {
        const KeyPair key = KeyPair::generate(random);
        const std::string text = to_text(key.public_key);
        CHECK(text.size() == 44);
        CHECK(public_key_from_text(text).value() == key.public_key);
        const std::string secret = to_secret_text(key.private_key.secret());
        CHECK(secret_key_from_text(secret).value() == key.private_key.secret());
    }
}

TEST_CASE("the text of a key is base64 as anybody writes it", "[net][keys]") {
    CHECK(to_text(public_key("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")) ==
          "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
}

TEST_CASE("a text that is no key is refused with the reason", "[net][keys]") {
    const std::string good = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";
    const auto why = [](std::string_view text) { return public_key_from_text(text).error(); };
    CHECK(why("") == KeyFault::wrong_length);
    CHECK(why(good.substr(0, 43)) == KeyFault::wrong_length);
    CHECK(why(good + "\n") == KeyFault::wrong_length);
    CHECK(why(" " + good.substr(0, 43)) == KeyFault::not_base64);
    CHECK(why("hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo=") == KeyFault::not_base64);
    CHECK(why("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTg==") == KeyFault::wrong_length);
    CHECK(why(good.substr(0, 43) + "A") == KeyFault::not_base64);
    // The last character has two bits that no byte takes: set, it would be a second text for this key.
    CHECK(why("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmp=") == KeyFault::not_base64);
    // A byte above 127 that libsodium alone takes for a character of base64.
    CHECK(why("hSDwCYkwp1R0i33ctD73Wg2/\xedg0mOBr066SpjqqbTmo=") == KeyFault::not_base64);
    CHECK(why("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=") == KeyFault::weak);
}

TEST_CASE("every fault of a key is said in words", "[net][keys]") {
    for (const auto fault : {KeyFault::wrong_length, KeyFault::not_base64, KeyFault::weak}) {
        CHECK(std::string_view(describe(fault)).size() > 10);
    }
}

TEST_CASE("a wiped text is empty, and zeros where it stood", "[net][keys]") {
    std::string text(100, 'x');
    const char* const place = text.data();
    wipe_text(text);
    CHECK(text.empty());
    CHECK(std::string_view(place, 100) == std::string(100, '\0'));
}

}  // namespace giaoban::net::test
