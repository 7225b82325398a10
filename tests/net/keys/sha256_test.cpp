#include "net/keys/sha256.h"

#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {

// FIPS 180-4's example of two blocks.
TEST_CASE("SHA-256 agrees with the standard's example, however the bytes are parted",
          "[net][keys]") {
    constexpr std::string_view text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    constexpr std::string_view hash =
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    Sha256Sum whole;
    whole.add(as_bytes(text));
    CHECK(to_hex(whole.finish()) == hash);
    Sha256Sum parted;
    parted.add(as_bytes(text.substr(0, 7)));
    parted.add({});
    parted.add(as_bytes(text.substr(7)));
    CHECK(to_hex(parted.finish()) == hash);
}

}  // namespace giaoban::net::test
