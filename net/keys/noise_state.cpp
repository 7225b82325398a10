#include "net/keys/noise_state.h"

#include <algorithm>

#include "config/vocab/ensure.h"
#include "net/keys/datagram.h"

namespace giaoban::net {

NoiseState::NoiseState(std::string_view protocol_name, Bytes prologue) noexcept {
    // A name of at most HASHLEN bytes is the hash itself, padded with zeros.
    ensure(protocol_name.size() <= hash_.size(), "the protocol's name is short");
    std::ranges::copy(as_bytes(protocol_name), hash_.begin());
    std::ranges::copy(hash_, chaining_key_.bytes().begin());
    mix_hash(prologue);
}

NoiseState::NoiseState(const NoiseState& other, Copy /*asked by name*/) noexcept
    : chaining_key_(other.chaining_key_.copy()),
      hash_(other.hash_),
      key_(other.key_.copy()),
      nonce_(other.nonce_) {}

NoiseState NoiseState::copy() const noexcept { return {*this, Copy{}}; }

void NoiseState::initialize_key(Bytes key) noexcept {
    // HASHLEN is 64: the first 32 bytes are the key.
    key_ = SecretKey(key.first<SecretKey::size>());
    nonce_ = 0;
}

void NoiseState::mix_hash(Bytes data) noexcept { hash_ = blake2b({hash_, data}); }

void NoiseState::mix_key(Bytes material) noexcept {
    HkdfOutputs out = hkdf(chaining_key_, material);
    chaining_key_ = std::move(out.first);
    initialize_key(out.second.bytes());
}

void NoiseState::mix_key_and_hash(const SecretKey& psk) noexcept {
    HkdfOutputs out = hkdf(chaining_key_, psk.bytes());
    chaining_key_ = std::move(out.first);
    mix_hash(out.second.bytes());
    initialize_key(out.third.bytes());
}

void NoiseState::encrypt_and_hash(Bytes plain, MutableBytes out) noexcept {
    aead_seal(key_, nonce_++, hash_, plain, out);
    mix_hash(out);
}

bool NoiseState::decrypt_and_hash(Bytes sealed, MutableBytes out) noexcept {
    if (!aead_open(key_, nonce_++, hash_, sealed, out)) return false;
    mix_hash(sealed);
    return true;
}

NoiseState::Split NoiseState::split() const noexcept {
    HkdfOutputs out = hkdf(chaining_key_, {});
    return {SecretKey(out.first.bytes().first<SecretKey::size>()),
            SecretKey(out.second.bytes().first<SecretKey::size>()), std::move(out.third)};
}

}  // namespace giaoban::net
