#include "net/keys/derive.h"

#include "tests/catch.h"

namespace giaoban::net::test {
namespace {

NoiseSecrets secrets(std::uint64_t seed, std::byte of_hash = std::byte{1}) {
    SeededRandom random(seed);
    NoiseSecrets made;
    random.fill(made.to_responder.bytes());
    random.fill(made.to_initiator.bytes());
    random.fill(made.exporter.bytes());
    made.hash.fill(of_hash);
    return made;
}

}  // namespace

TEST_CASE("what one end sends with the other receives with", "[net][keys]") {
    const auto box = derive_keys(secrets(1), SrtpProfile::aead_aes_128_gcm, End::box);
    const auto mixer = derive_keys(secrets(1), SrtpProfile::aead_aes_128_gcm, End::mixer);
    CHECK(box.control_send == mixer.control_receive);
    CHECK(box.control_receive == mixer.control_send);
    CHECK(box.srtp_send.key == mixer.srtp_receive.key);
    CHECK(box.srtp_send.salt == mixer.srtp_receive.salt);
    CHECK(box.srtp_receive.key == mixer.srtp_send.key);
    CHECK(box.srtp_receive.salt == mixer.srtp_send.salt);
    CHECK(box.profile == SrtpProfile::aead_aes_128_gcm);
}

TEST_CASE("media keys hang on the direction, the profile, the secret and the handshake",
          "[net][keys]") {
    const auto one = derive_keys(secrets(1), SrtpProfile::aead_aes_128_gcm, End::box);
    CHECK_FALSE(one.srtp_send.key == one.srtp_receive.key);
    CHECK_FALSE(one.srtp_send.salt == one.srtp_receive.salt);
    const auto profile = derive_keys(secrets(1), SrtpProfile::aead_aes_256_gcm, End::box);
    CHECK_FALSE(one.srtp_send.key == profile.srtp_send.key);
    const auto secret = derive_keys(secrets(2), SrtpProfile::aead_aes_128_gcm, End::box);
    CHECK_FALSE(one.srtp_send.key == secret.srtp_send.key);
    const auto handshake =
        derive_keys(secrets(1, std::byte{2}), SrtpProfile::aead_aes_128_gcm, End::box);
    CHECK_FALSE(one.srtp_send.key == handshake.srtp_send.key);
}

TEST_CASE("the key of a refusal hangs on both static keys and on the first message",
          "[net][keys]") {
    SecretKey shared;
    NoiseHash first{};
    const SecretKey key = refusal_key(shared, first);
    first[63] = std::byte{1};
    CHECK_FALSE(key == refusal_key(shared, first));
    first[63] = std::byte{0};
    shared.bytes()[0] = std::byte{1};
    CHECK_FALSE(key == refusal_key(shared, first));
}

}  // namespace giaoban::net::test
