#include "net/keys/noise_state.h"

#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {
namespace {

NoiseState keyed(std::string_view material) {
    NoiseState state("Noise_Test", {});
    state.mix_key(as_bytes(material));
    return state;
}

std::string sealed(NoiseState& state, std::string_view plain) {
    std::vector<std::byte> out(plain.size() + 16);
    state.encrypt_and_hash(as_bytes(plain), out);
    return to_hex(out);
}

}  // namespace

TEST_CASE("the hash begins as the protocol's name, padded with zeros", "[net][keys]") {
    // Noise section 5.2: h is the name, then MixHash(prologue) = HASH(h || prologue).
    std::array<std::byte, 64> name{};
    std::ranges::copy(as_bytes("Noise_Test"), name.begin());
    CHECK(NoiseState("Noise_Test", as_bytes("prologue")).hash() ==
          blake2b({name, as_bytes("prologue")}));
}

TEST_CASE("two states that take the same in open what the other seals, in order", "[net][keys]") {
    NoiseState writer = keyed("secret");
    NoiseState reader = keyed("secret");
    for (const std::string_view plain : {"one", "", "three"}) {
        const auto message = hex(sealed(writer, plain));
        std::vector<std::byte> out(plain.size());
        REQUIRE(reader.decrypt_and_hash(message, out));
        CHECK(as_text(out) == plain);
        CHECK(reader.hash() == writer.hash());
    }
}

TEST_CASE("the same words are sealed differently a second time", "[net][keys]") {
    NoiseState state = keyed("secret");
    CHECK(sealed(state, "word") != sealed(state, "word"));
}

TEST_CASE("a state that took in something else opens nothing", "[net][keys]") {
    NoiseState writer = keyed("secret");
    const auto message = hex(sealed(writer, "word"));
    std::vector<std::byte> out(4);
    NoiseState other_key = keyed("another");
    CHECK_FALSE(other_key.decrypt_and_hash(message, out));
    NoiseState other_hash = keyed("secret");
    other_hash.mix_hash(as_bytes("more"));
    CHECK_FALSE(other_hash.decrypt_and_hash(message, out));
    NoiseState other_psk = keyed("secret");
    other_psk.mix_key_and_hash(SecretKey());
    CHECK_FALSE(other_psk.decrypt_and_hash(message, out));
}

TEST_CASE("a copy goes on by itself", "[net][keys]") {
    NoiseState state = keyed("secret");
    NoiseState copy = state.copy();
    CHECK(sealed(state, "word") == sealed(copy, "word"));
    state.mix_key(as_bytes("more"));
    CHECK(sealed(state, "word") != sealed(copy, "word"));
}

TEST_CASE("the three outputs of a split are different, and the same at both ends", "[net][keys]") {
    const auto split = keyed("secret").split();
    const auto same = keyed("secret").split();
    CHECK(split.first == same.first);
    CHECK(split.second == same.second);
    CHECK(split.third == same.third);
    CHECK_FALSE(split.first == split.second);
    CHECK_FALSE(to_hex(split.third.bytes()).starts_with(to_hex(split.first.bytes())));
    CHECK_FALSE(to_hex(split.third.bytes()).starts_with(to_hex(split.second.bytes())));
}

}  // namespace giaoban::net::test
