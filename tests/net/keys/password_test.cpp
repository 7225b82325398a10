#include "net/keys/password.h"

#include "tests/catch.h"

using namespace giaoban::net;

TEST_CASE("a password fits its own hash and no other, and no hash says the same twice", "[keys]") {
    const std::string hash = hash_password("con trâu đi trước");
    CHECK(is_password_hash(hash));
    CHECK(hash.find("trâu") == std::string::npos);
    CHECK(password_fits(hash, "con trâu đi trước"));
    CHECK_FALSE(password_fits(hash, "con trâu đi sau"));
    CHECK(hash_password("con trâu đi trước") != hash);
}

TEST_CASE("a hash that costs something else, or is none, fits nothing", "[keys]") {
    const std::string good =
        "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + std::string(43, 'A');
    CHECK(is_password_hash(good));
    for (const std::string& bad : {
             std::string(),
             std::string("secret"),
             // A gigabyte, which somebody with the file could make the mixing box take.
             "$argon2id$v=19$m=1048576,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + std::string(43, 'A'),
             "$argon2i$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + std::string(43, 'A'),
             good + "A",
             good.substr(0, good.size() - 1),
             good.substr(0, good.size() - 1) + "\"",
         }) {
        INFO(bad);
        CHECK_FALSE(is_password_hash(bad));
        CHECK_FALSE(password_fits(bad, ""));
    }
}
