#include "net/keys/crypto.h"

#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {
namespace {

std::vector<std::byte> counting(std::size_t size, unsigned first = 0) {
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<std::byte>(first + i);
    }
    return bytes;
}

constexpr std::string_view abc_hash =  // RFC 7693 appendix A
    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923";

}  // namespace

TEST_CASE("BLAKE2b agrees with RFC 7693 and with the reference's keyed vectors", "[net][keys]") {
    CHECK(to_hex(blake2b({as_bytes("abc")})) == abc_hash);
    CHECK(to_hex(blake2b({as_bytes("a"), {}, as_bytes("bc")})) == abc_hash);
    // The first line of blake2b-kat.txt of the reference implementation.
    std::array<std::byte, 64> out{};
    keyed_blake2b(counting(64), {}, out);
    CHECK(to_hex(out) ==
          "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
          "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568");
    std::array<std::byte, 16> mac{};
    keyed_blake2b(counting(32), {as_bytes("giao "), as_bytes("ban")}, mac);
    CHECK(to_hex(mac) == "c7fd8b68e3ad854c42e31343bb64fa62");  // hashlib of Python
}

// No standard prints HMAC or HKDF over BLAKE2b: these figures are those of hmac and hashlib of
// Python 3.11, which know nothing of libsodium.
TEST_CASE("HMAC over BLAKE2b agrees with another implementation, for long keys too",
          "[net][keys]") {
    Secret<64> out;
    hmac_blake2b(counting(64), {as_bytes("giao "), as_bytes("ban")}, out);
    CHECK(to_hex(out.bytes()) ==
          "d3ca5615a42cc1e874887b99a0a52bfd984c17085ae64999a84b74b08f3203fb"
          "0f9bf9dc2fef8d45cf607218083e879cf960105dd2f0d8576989aa8b86d5349f");
    hmac_blake2b(counting(200), {}, out);
    CHECK(to_hex(out.bytes()) ==
          "7388546f6fc7f13d6a774d6c7ed213aafc3c82f27851f8fae9fa679c6f52eb7c"
          "c873c4a7f0b574ce29ff40e0641a436015a41a2cfbb84b9906495d4f801dbe4c");
}

TEST_CASE("HKDF and its expansion agree with another implementation", "[net][keys]") {
    const auto counted = counting(64);
    const Secret<64> key(Bytes(counted).first<64>());
    const std::vector<std::byte> material(22, std::byte{0x0b});
    const HkdfOutputs out = hkdf(key, material);
    CHECK(to_hex(out.first.bytes()) ==
          "351669c054c4349d00abfaa0d9eeb89abb2ac562b061acd3d90a7a345341625b"
          "c8bff0e8f99d22d6feedd55a98b80d6017196e74ff4caaa551808a8e0f105c66");
    CHECK(to_hex(out.second.bytes()) ==
          "addd7d00fb71b715dd1bc1babae38712ede4135c8cc5f014416bb0c2660a18f7"
          "5fd4f5cd11e8b605f96b425ebea251be71872247648774e68e2781da6116c1ff");
    CHECK(to_hex(out.third.bytes()) ==
          "01ea01d9c02426fc842e4b9d603a726bd29dc67a006f17e8851b91590a2336c0"
          "9732899d92c18dde944b30c9f69eaf02693a94bd0591f8b80216647b35e68030");
    CHECK(to_hex(expand(key, "label", as_bytes("context")).bytes()) ==
          "62dc1e97945ab1ffdc3cb3c8584de8bf7e7444344df7a1bdfbf90ddbc669a466"
          "c77727dbb2ee3b5eeecfc10271bcbdfd2b7ef7cd1eff1a129674d1db8e899a0c");
}

TEST_CASE("ChaCha20-Poly1305 agrees with RFC 8439 appendix A.5", "[net][keys]") {
    const SecretKey key =
        secret_key("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0");
    // Its nonce 00000000 0102030405060708 is this counter.
    constexpr std::uint64_t counter = 0x0807'0605'0403'0201;
    const auto associated = hex("f33388860000000000004e91");
    constexpr std::string_view plain =
        "Internet-Drafts are draft documents valid for a maximum of six months and may be updated, "
        "replaced, or obsoleted by other documents at any time. It is inappropriate to use "
        "Internet-Drafts as reference material or to cite them other than as /“work in "
        "progress./”";
    std::vector<std::byte> sealed(plain.size() + 16);
    aead_seal(key, counter, associated, as_bytes(plain), sealed);
    CHECK(to_hex(sealed) ==
          "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09e"
          "e94e382d26b0bdb7b73c321b0100d4f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad176e"
          "008d33bd60f982b1ff37c8559797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c8"
          "67e4b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523eaf4534d7f83fa115"
          "5b0047718cbc546a0d072b04b3564eea1b422273f548271a0bb2316053fa76991955ebd63159434ecebb"
          "4e466dae5a1073a6727627097a1049e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d"
          "6c6f2c29a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38");
    std::vector<std::byte> opened(plain.size());
    CHECK(aead_open(key, counter, associated, sealed, opened));
    CHECK(as_text(opened) == plain);
    CHECK_FALSE(aead_open(key, counter + 1, associated, sealed, opened));
    CHECK_FALSE(aead_open(key, counter, {}, sealed, opened));
    sealed.back() ^= std::byte{1};
    CHECK_FALSE(aead_open(key, counter, associated, sealed, opened));
}

TEST_CASE("XChaCha20-Poly1305 agrees with draft-irtf-cfrg-xchacha-03 appendix A.3.1",
          "[net][keys]") {
    constexpr std::string_view plain =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.";
    const auto key = counting(32, 0x80);
    const auto nonce = counting(24, 0x40);
    const auto associated = hex("50515253c0c1c2c3c4c5c6c7");
    std::vector<std::byte> sealed(plain.size() + 16);
    xaead_seal(key, nonce, associated, as_bytes(plain), sealed);
    CHECK(to_hex(sealed) ==
          "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3"
          "a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2b"
          "c369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8"
          "780acf49");
    std::vector<std::byte> opened(plain.size());
    CHECK(xaead_open(key, nonce, associated, sealed, opened));
    CHECK(as_text(opened) == plain);
    sealed.front() ^= std::byte{1};
    CHECK_FALSE(xaead_open(key, nonce, associated, sealed, opened));
}

}  // namespace giaoban::net::test
