#include "net/keys/noise.h"

#include <algorithm>

#include "config/vocab/ensure.h"
#include "net/keys/datagram.h"

namespace giaoban::net {
namespace {

constexpr std::string_view protocol = "Noise_IKpsk2_25519_ChaChaPoly_BLAKE2b";
constexpr std::size_t key_size = PublicKey::size;
constexpr std::size_t sealed_key_size = key_size + tag_size;

/// MixKey(DH(...)); false if the other's key is weak.
bool mix_shared(NoiseState& state, const PrivateKey& own, const PublicKey& other) noexcept {
    const auto shared = own.shared_with(other);
    if (!shared) return false;
    state.mix_key(shared->bytes());
    return true;
}

/// The token e where a psk is in play: the key is hashed and mixed in (Noise section 9.2).
void mix_ephemeral(NoiseState& state, const PublicKey& key) noexcept {
    state.mix_hash(key.bytes());
    state.mix_key(key.bytes());
}

NoiseSecrets finish(const NoiseState& state) noexcept {
    NoiseState::Split split = state.split();
    return {std::move(split.first), std::move(split.second), std::move(split.third), state.hash()};
}

}  // namespace

NoiseInitiator::NoiseInitiator(Bytes prologue, const KeyPair& own, const PublicKey& remote) noexcept
    : state_(protocol, prologue), own_(own.copy()), remote_(remote) {
    state_.mix_hash(remote.bytes());
}

bool NoiseInitiator::write_first(PrivateKey ephemeral, Bytes payload, MutableBytes out) noexcept {
    ensure(!ephemeral_, "one object is one handshake");
    ensure(out.size() == noise1_overhead + payload.size(), "there is room for the first message");
    const PublicKey e = ephemeral.public_key();
    ephemeral_ = std::move(ephemeral);
    std::ranges::copy(e.bytes(), out.begin());
    mix_ephemeral(state_, e);
    if (!mix_shared(state_, *ephemeral_, remote_)) return false;  // es
    state_.encrypt_and_hash(own_.public_key.bytes(), out.subspan(key_size, sealed_key_size));
    if (!mix_shared(state_, own_.private_key, remote_)) return false;  // ss
    state_.encrypt_and_hash(payload, out.subspan(key_size + sealed_key_size));
    return true;
}

std::optional<NoiseSecrets> NoiseInitiator::read_second(Bytes message,
                                                        std::span<const SecretKey* const> psks,
                                                        MutableBytes payload) const noexcept {
    ensure(ephemeral_.has_value(), "the first message was written");
    if (message.size() < noise2_overhead) return std::nullopt;
    const auto ee = ephemeral_->meet(message.first<key_size>());
    if (!ee) return std::nullopt;
    NoiseState common = state_.copy();
    mix_ephemeral(common, ee->key);
    common.mix_key(ee->shared.bytes());
    if (!mix_shared(common, own_.private_key, ee->key)) return std::nullopt;  // se
    for (const SecretKey* psk : psks) {
        NoiseState state = common.copy();
        state.mix_key_and_hash(*psk);
        if (state.decrypt_and_hash(message.subspan(key_size), payload)) return finish(state);
    }
    return std::nullopt;
}

NoiseResponder::NoiseResponder(NoiseState state, PublicKey remote,
                               PublicKey remote_ephemeral) noexcept
    : state_(std::move(state)), remote_(remote), remote_ephemeral_(remote_ephemeral) {}

std::optional<NoiseResponder> NoiseResponder::read_first(Bytes prologue, const KeyPair& own,
                                                         Bytes message,
                                                         MutableBytes payload) noexcept {
    if (message.size() < noise1_overhead) return std::nullopt;
    const auto es = own.private_key.meet(message.first<key_size>());
    if (!es) return std::nullopt;
    NoiseState state(protocol, prologue);
    state.mix_hash(own.public_key.bytes());
    mix_ephemeral(state, es->key);
    state.mix_key(es->shared.bytes());
    std::array<std::byte, key_size> remote_bytes{};
    if (!state.decrypt_and_hash(message.subspan(key_size, sealed_key_size), remote_bytes)) {
        return std::nullopt;
    }
    const auto ss = own.private_key.meet(remote_bytes);
    if (!ss) return std::nullopt;
    state.mix_key(ss->shared.bytes());
    if (!state.decrypt_and_hash(message.subspan(key_size + sealed_key_size), payload)) {
        return std::nullopt;
    }
    return NoiseResponder(std::move(state), ss->key, es->key);
}

std::optional<NoiseSecrets> NoiseResponder::write_second(PrivateKey ephemeral, const SecretKey& psk,
                                                         Bytes payload,
                                                         MutableBytes out) const noexcept {
    ensure(out.size() == noise2_overhead + payload.size(), "there is room for the second message");
    NoiseState state = state_.copy();
    const PublicKey e = ephemeral.public_key();
    std::ranges::copy(e.bytes(), out.begin());
    mix_ephemeral(state, e);
    if (!mix_shared(state, ephemeral, remote_ephemeral_)) return std::nullopt;  // ee
    if (!mix_shared(state, ephemeral, remote_)) return std::nullopt;            // se
    state.mix_key_and_hash(psk);
    state.encrypt_and_hash(payload, out.subspan(key_size));
    return finish(state);
}

}  // namespace giaoban::net
