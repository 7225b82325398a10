#include "net/keys/noise.h"

#include "net/keys/crypto.h"
#include "net/keys/datagram.h"
#include "tests/catch.h"
#include "tests/net/keys/hex.h"
#include "tests/net/keys/noise_vectors.h"

namespace giaoban::net::test {
namespace {

/// A handshake as a vector has it, as far as the second message.
struct Played {
    NoiseInitiator initiator;
    std::vector<std::byte> first;
    std::vector<std::byte> second;
    NoiseSecrets of_responder;
    std::vector<std::byte> first_payload;
};

Played play(const NoiseVector& v) {
    const auto prologue = hex(v.prologue);
    const KeyPair box(PrivateKey(secret_key(v.initiator_static)));
    const KeyPair mixer(PrivateKey(secret_key(v.responder_static)));
    NoiseInitiator initiator(prologue, box, mixer.public_key);
    const auto payload0 = hex(v.messages.at(0).payload);
    std::vector<std::byte> first(noise1_overhead + payload0.size());
    REQUIRE(initiator.write_first(PrivateKey(secret_key(v.initiator_ephemeral)), payload0, first));
    std::vector<std::byte> opened(payload0.size());
    const auto responder = NoiseResponder::read_first(prologue, mixer, first, opened);
    REQUIRE(responder);
    CHECK(responder->remote() == box.public_key);
    CHECK(responder->hash() == initiator.hash());
    const auto payload1 = hex(v.messages.at(1).payload);
    std::vector<std::byte> second(noise2_overhead + payload1.size());
    auto secrets = responder->write_second(PrivateKey(secret_key(v.responder_ephemeral)),
                                           secret_key(v.psk), payload1, second);
    REQUIRE(secrets);
    return {std::move(initiator), first, second, *std::move(secrets), opened};
}

void check_transport(const NoiseVector& v, const NoiseSecrets& writer, const NoiseSecrets& reader) {
    std::uint64_t up = 0;
    std::uint64_t down = 0;
    for (std::size_t i = 2; i < v.messages.size(); ++i) {
        const bool from_initiator = i % 2 == 0;
        const std::uint64_t counter = from_initiator ? up++ : down++;
        const auto plain = hex(v.messages[i].payload);
        std::vector<std::byte> sealed(plain.size() + tag_size);
        aead_seal(from_initiator ? writer.to_responder : writer.to_initiator, counter, {}, plain,
                  sealed);
        CHECK(to_hex(sealed) == v.messages[i].ciphertext);
        std::vector<std::byte> opened(plain.size());
        CHECK(aead_open(from_initiator ? reader.to_responder : reader.to_initiator, counter, {},
                        sealed, opened));
        CHECK(opened == plain);
    }
}

}  // namespace

TEST_CASE("the handshake writes and reads the published vectors byte for byte", "[net][keys]") {
    for (const NoiseVector& v : noise_vectors()) {
        INFO(v.source << " " << v.messages.at(0).ciphertext);
        const Played played = play(v);
        CHECK(to_hex(played.first) == v.messages.at(0).ciphertext);
        CHECK(to_hex(played.first_payload) == v.messages.at(0).payload);
        CHECK(to_hex(played.second) == v.messages.at(1).ciphertext);
        const SecretKey psk = secret_key(v.psk);
        const std::array psks{&psk};
        std::vector<std::byte> payload(v.messages.at(1).payload.size() / 2);
        const auto secrets = played.initiator.read_second(played.second, psks, payload);
        REQUIRE(secrets);
        CHECK(to_hex(payload) == v.messages.at(1).payload);
        CHECK(secrets->hash == played.of_responder.hash);
        CHECK(secrets->exporter == played.of_responder.exporter);
        if (!v.handshake_hash.empty()) CHECK(to_hex(secrets->hash) == v.handshake_hash);
        check_transport(v, *secrets, played.of_responder);
        check_transport(v, played.of_responder, *secrets);
    }
}

TEST_CASE("an answer that does not open leaves the handshake as it was", "[net][keys]") {
    const NoiseVector& v = noise_vectors().front();
    const Played played = play(v);
    const SecretKey right = secret_key(v.psk);
    const SecretKey wrong;
    std::vector<std::byte> payload(v.messages.at(1).payload.size() / 2);
    const std::array only_wrong{&wrong};
    CHECK_FALSE(played.initiator.read_second(played.second, only_wrong, payload));
    for (std::size_t i = 0; i < played.second.size(); ++i) {
        auto damaged = played.second;
        damaged[i] ^= std::byte{1};
        const std::array only_right{&right};
        CHECK_FALSE(played.initiator.read_second(damaged, only_right, payload));
    }
    const std::array both{&wrong, &right};
    CHECK(played.initiator.read_second(played.second, both, payload));
}

TEST_CASE("a first message opens only whole, with its prologue and for its addressee",
          "[net][keys]") {
    const NoiseVector& v = noise_vectors().front();
    const Played played = play(v);
    const auto prologue = hex(v.prologue);
    const KeyPair mixer(PrivateKey(secret_key(v.responder_static)));
    const KeyPair other(PrivateKey(secret_key(v.responder_ephemeral)));
    std::vector<std::byte> payload(v.messages.at(0).payload.size() / 2);
    CHECK(NoiseResponder::read_first(prologue, mixer, played.first, payload));
    CHECK_FALSE(NoiseResponder::read_first({}, mixer, played.first, payload));
    CHECK_FALSE(NoiseResponder::read_first(prologue, other, played.first, payload));
    for (std::size_t i = 0; i < played.first.size(); ++i) {
        auto damaged = played.first;
        damaged[i] ^= std::byte{0x40};
        INFO("byte " << i);
        CHECK_FALSE(NoiseResponder::read_first(prologue, mixer, damaged, payload));
    }
}

TEST_CASE("an ephemeral key of low order is refused", "[net][keys]") {
    const NoiseVector& v = noise_vectors().front();
    Played played = play(v);
    const auto prologue = hex(v.prologue);
    const KeyPair mixer(PrivateKey(secret_key(v.responder_static)));
    std::vector<std::byte> payload(v.messages.at(0).payload.size() / 2);
    std::fill_n(played.first.begin(), 32, std::byte{0});
    CHECK_FALSE(NoiseResponder::read_first(prologue, mixer, played.first, payload));
    std::fill_n(played.second.begin(), 32, std::byte{0});
    const SecretKey psk = secret_key(v.psk);
    const std::array psks{&psk};
    std::vector<std::byte> answer(v.messages.at(1).payload.size() / 2);
    CHECK_FALSE(played.initiator.read_second(played.second, psks, answer));
}

}  // namespace giaoban::net::test
