#include "net/keys/secret_id.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

TEST_CASE("a secret has an id that is always the same, and another for another secret", "[keys]") {
    SecretKey a;
    SecretKey b;
    b.bytes()[31] = std::byte{1};
    CHECK(secret_id(a).size() == 16);
    CHECK(secret_id(a) == secret_id(a.copy()));
    CHECK(secret_id(a) != secret_id(b));
    // As any other program computes it: BLAKE2b with 32 bytes of digest over the purpose and 32 zeros.
    CHECK(secret_id(a) == "7dd1491a93717f03");
}
