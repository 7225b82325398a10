#include "net/keys/keys.h"

#include <set>
#include <unordered_set>

#include "net/keys/system_random.h"
#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {
namespace {

std::string shared(std::string_view scalar, std::string_view point) {
    const auto secret = PrivateKey(secret_key(scalar)).shared_with(public_key(point));
    return secret ? to_hex(secret->bytes()) : "refused";
}

}  // namespace

TEST_CASE("a scalar times a point is what RFC 7748 section 5.2 says", "[net][keys]") {
    CHECK(shared("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                 "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c") ==
          "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
}

TEST_CASE("two ends come to the secret of RFC 7748 section 6.1", "[net][keys]") {
    const KeyPair alice(
        PrivateKey(secret_key("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")));
    const KeyPair bob(
        PrivateKey(secret_key("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
    CHECK(to_hex(alice.public_key.bytes()) ==
          "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    CHECK(to_hex(bob.public_key.bytes()) ==
          "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    const auto ab = alice.private_key.shared_with(bob.public_key);
    const auto ba = bob.private_key.shared_with(alice.public_key);
    REQUIRE(ab);
    REQUIRE(ba);
    CHECK(to_hex(ab->bytes()) ==
          "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    CHECK(*ab == *ba);
}

TEST_CASE("a point of low order is no public key and shares no secret", "[net][keys]") {
    // The seven points of low order as bytes (cr.yp.to/ecdh.html), and zero with the bit set that
    // RFC 7748 section 5 masks.
    for (const std::string_view text :
         {"0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "0000000000000000000000000000000000000000000000000000000000000080"}) {
        INFO(text);
        const auto bytes = hex(text);
        const auto key = PublicKey::from(bytes);
        REQUIRE_FALSE(key);
        CHECK(key.error() == KeyFault::weak);
        SystemRandom random;
        CHECK_FALSE(PrivateKey::generate(random).meet(Bytes(bytes).first<32>()));
    }
}

TEST_CASE("a public key has 32 bytes", "[net][keys]") {
    const auto bytes = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    CHECK(PublicKey::from(bytes));
    CHECK(PublicKey::from(Bytes(bytes).first(31)).error() == KeyFault::wrong_length);
    CHECK(PublicKey::from({}).error() == KeyFault::wrong_length);
}

TEST_CASE("keys are all different, and find their place in tables", "[net][keys]") {
    SeededRandom random(1);
    std::set<PublicKey> ordered;
    std::unordered_set<PublicKey> hashed;
    for (int i = 0; i < 50; ++i) {
        const KeyPair key = KeyPair::generate(random);
        CHECK(key.copy().public_key == key.public_key);
        ordered.insert(key.public_key);
        hashed.insert(key.public_key);
    }
    CHECK(ordered.size() == 50);
    CHECK(hashed.size() == 50);
}

}  // namespace giaoban::net::test
