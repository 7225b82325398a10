#include "net/keys/hash.h"

#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {

// The figure is that of hashlib of Python 3.11.
TEST_CASE("BLAKE2b-256 agrees with another implementation, however the bytes are parted",
          "[net][keys]") {
    constexpr std::string_view hash =
        "580e820447d9dfea6ae3117edad8b91f6c24f6dbbcf79de4869aef3bd406d86f";
    CHECK(to_hex(blake2b_256({as_bytes("giao ban")})) == hash);
    CHECK(to_hex(blake2b_256({as_bytes("giao"), {}, as_bytes(" ban")})) == hash);
}

}  // namespace giaoban::net::test
