#include "net/keys/crypto.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "config/vocab/ensure.h"

namespace giaoban::net {
namespace {

// RFC 7693 section 2.1: the block of BLAKE2b, which HMAC pads its key to.
constexpr std::size_t block = 128;

constexpr std::size_t tag = crypto_aead_chacha20poly1305_ietf_ABYTES;
static_assert(tag == crypto_aead_xchacha20poly1305_ietf_ABYTES);

/// BLAKE2b, one part after another. Its state is wiped, since HMAC puts keys into it.
class Hash {
  public:
    explicit Hash(Bytes key, std::size_t out) noexcept : out_(out) {
        ensure(sodium_init() >= 0, "libsodium starts");
        crypto_generichash_init(&state_, key.empty() ? nullptr : as_u8(key), key.size(), out);
    }
    Hash(const Hash&) = delete;
    Hash& operator=(const Hash&) = delete;
    ~Hash() { sodium_memzero(&state_, sizeof state_); }

    void add(Bytes part) noexcept {
        if (!part.empty()) crypto_generichash_update(&state_, as_u8(part), part.size());
    }
    void finish(MutableBytes out) noexcept {
        ensure(out.size() == out_, "a hash is as long as was said");
        crypto_generichash_final(&state_, as_u8(out), out_);
    }

  private:
    crypto_generichash_state state_{};
    std::size_t out_;
};

using Nonce = std::array<std::byte, crypto_aead_chacha20poly1305_ietf_NPUBBYTES>;

Nonce nonce_of(std::uint64_t counter) noexcept {
    Nonce nonce{};
    for (std::size_t i = 0; i < 8; ++i) {
        nonce.at(4 + i) = static_cast<std::byte>(counter >> (8U * i) & 0xFFU);
    }
    return nonce;
}

}  // namespace

Blake2b512 blake2b(std::initializer_list<Bytes> parts) noexcept {
    Blake2b512 out{};
    keyed_blake2b({}, parts, out);
    return out;
}

void keyed_blake2b(Bytes key, std::initializer_list<Bytes> parts, MutableBytes out) noexcept {
    ensure(key.size() <= 64 && out.size() >= 16 && out.size() <= 64, "the sizes of BLAKE2b");
    Hash hash(key, out.size());
    for (const Bytes part : parts) {
        hash.add(part);
    }
    hash.finish(out);
}

void hmac_blake2b(Bytes key, std::initializer_list<Bytes> parts, Secret<64>& out) noexcept {
    Secret<block> padded;
    if (key.size() > block) {
        Hash hash({}, 64);
        hash.add(key);
        hash.finish(padded.bytes().first<64>());
    } else {
        std::copy(key.begin(), key.end(), padded.bytes().begin());
    }
    for (std::byte& b : padded.bytes()) {
        b ^= std::byte{0x36};
    }
    Secret<64> inner_result;
    Hash inner({}, 64);
    inner.add(padded.bytes());
    for (const Bytes part : parts) {
        inner.add(part);
    }
    inner.finish(inner_result.bytes());
    for (std::byte& b : padded.bytes()) {
        b ^= std::byte{0x36 ^ 0x5c};
    }
    Hash outer({}, 64);
    outer.add(padded.bytes());
    outer.add(inner_result.bytes());
    outer.finish(out.bytes());
}

HkdfOutputs hkdf(const Secret<64>& chaining_key, Bytes material) noexcept {
    constexpr std::array numbers{std::byte{1}, std::byte{2}, std::byte{3}};
    const Bytes count(numbers);
    Secret<64> temporary;
    hmac_blake2b(chaining_key.bytes(), {material}, temporary);
    HkdfOutputs out;
    hmac_blake2b(temporary.bytes(), {count.subspan(0, 1)}, out.first);
    hmac_blake2b(temporary.bytes(), {out.first.bytes(), count.subspan(1, 1)}, out.second);
    hmac_blake2b(temporary.bytes(), {out.second.bytes(), count.subspan(2, 1)}, out.third);
    return out;
}

Secret<64> expand(const Secret<64>& key, std::string_view label, Bytes context) noexcept {
    constexpr std::array one{std::byte{1}};
    Secret<64> out;
    hmac_blake2b(key.bytes(), {as_bytes(label), context, one}, out);
    return out;
}

void aead_seal(const Secret<32>& key, std::uint64_t counter, Bytes associated, Bytes plain,
               MutableBytes out) noexcept {
    ensure(out.size() == plain.size() + tag, "there is room for the tag");
    const Nonce nonce = nonce_of(counter);
    crypto_aead_chacha20poly1305_ietf_encrypt(as_u8(out), nullptr, as_u8(plain), plain.size(),
                                              as_u8(associated), associated.size(), nullptr,
                                              as_u8(Bytes(nonce)), as_u8(key.bytes()));
}

bool aead_open(const Secret<32>& key, std::uint64_t counter, Bytes associated, Bytes sealed,
               MutableBytes out) noexcept {
    ensure(sealed.size() >= tag && out.size() == sealed.size() - tag, "the tag is there");
    const Nonce nonce = nonce_of(counter);
    return crypto_aead_chacha20poly1305_ietf_decrypt(
               as_u8(out), nullptr, nullptr, as_u8(sealed), sealed.size(), as_u8(associated),
               associated.size(), as_u8(Bytes(nonce)), as_u8(key.bytes())) == 0;
}

void xaead_seal(Bytes key, Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) noexcept {
    ensure(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
               nonce.size() == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
               out.size() == plain.size() + tag,
           "the sizes of XChaCha20-Poly1305");
    crypto_aead_xchacha20poly1305_ietf_encrypt(as_u8(out), nullptr, as_u8(plain), plain.size(),
                                               as_u8(associated), associated.size(), nullptr,
                                               as_u8(nonce), as_u8(key));
}

bool xaead_open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed, MutableBytes out) noexcept {
    ensure(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
               nonce.size() == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
               sealed.size() >= tag && out.size() == sealed.size() - tag,
           "the sizes of XChaCha20-Poly1305");
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               as_u8(out), nullptr, nullptr, as_u8(sealed), sealed.size(), as_u8(associated),
               associated.size(), as_u8(nonce), as_u8(key)) == 0;
}

}  // namespace giaoban::net
