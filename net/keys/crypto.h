#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "config/vocab/bytes.h"
#include "config/vocab/secret.h"

namespace giaoban::net {

// The primitives that the handshake is made of, in Noise's terms, on libsodium.
// Real time: none of them allocates.

using Blake2b512 = std::array<std::byte, 64>;

/// BLAKE2b-512 of the parts one after another. Source: RFC 7693.
[[nodiscard]] Blake2b512 blake2b(std::initializer_list<Bytes> parts) noexcept;
/// BLAKE2b with a key of at most 64 bytes, as long as `out` (16 to 64 bytes). Source: RFC 7693.
void keyed_blake2b(Bytes key, std::initializer_list<Bytes> parts, MutableBytes out) noexcept;

/// HMAC over BLAKE2b-512, its block 128 bytes, as Noise asks for it. Source: RFC 2104; Noise section 4.3.
void hmac_blake2b(Bytes key, std::initializer_list<Bytes> parts, Secret<64>& out) noexcept;

/// HKDF of Noise with three outputs; who wants two takes the first two. Source: RFC 5869; Noise section 4.3.
struct HkdfOutputs {
    Secret<64> first;
    Secret<64> second;
    Secret<64> third;
};
[[nodiscard]] HkdfOutputs hkdf(const Secret<64>& chaining_key, Bytes material) noexcept;

/// 64 bytes of HKDF-Expand: what `label` and `context` name, from a key that is uniform already.
/// Source: RFC 5869 section 2.3.
[[nodiscard]] Secret<64> expand(const Secret<64>& key, std::string_view label,
                                Bytes context) noexcept;

/// ChaCha20-Poly1305 with the nonce as Noise writes it: 4 zero bytes, then the counter with its
/// least significant byte first. `out` is plain.size() + 16 bytes and may begin where `plain` does.
/// Source: RFC 8439 section 2.8; Noise section 12.3.
void aead_seal(const Secret<32>& key, std::uint64_t counter, Bytes associated, Bytes plain,
               MutableBytes out) noexcept;
/// `out` is sealed.size() - 16 bytes and may begin where `sealed` does.
[[nodiscard]] bool aead_open(const Secret<32>& key, std::uint64_t counter, Bytes associated,
                             Bytes sealed, MutableBytes out) noexcept;

/// XChaCha20-Poly1305 with a nonce by chance, for single datagrams outside of a session.
/// Source: draft-irtf-cfrg-xchacha-03.
void xaead_seal(Bytes key, Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) noexcept;
[[nodiscard]] bool xaead_open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed,
                              MutableBytes out) noexcept;

}  // namespace giaoban::net
