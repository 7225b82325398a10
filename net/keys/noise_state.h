#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "config/vocab/bytes.h"
#include "config/vocab/secret.h"
#include "net/keys/crypto.h"
#include "net/keys/keys.h"

namespace giaoban::net {

using NoiseHash = Blake2b512;

/// The SymmetricState of Noise, with its CipherState: chaining key, hash, key and nonce.
///
/// Source: Noise revision 34 sections 5.1 and 5.2; psk tokens: section 9.
class NoiseState {
  public:
    NoiseState(std::string_view protocol_name, Bytes prologue) noexcept;
    NoiseState(NoiseState&&) noexcept = default;
    NoiseState& operator=(NoiseState&&) noexcept = default;
    ~NoiseState() = default;
    [[nodiscard]] NoiseState copy() const noexcept;

    void mix_hash(Bytes data) noexcept;
    void mix_key(Bytes material) noexcept;
    void mix_key_and_hash(const SecretKey& psk) noexcept;

    /// Writes plain.size() + 16 bytes.
    void encrypt_and_hash(Bytes plain, MutableBytes out) noexcept;
    /// Writes sealed.size() - 16 bytes. When it is false the state is of no more use.
    [[nodiscard]] bool decrypt_and_hash(Bytes sealed, MutableBytes out) noexcept;

    [[nodiscard]] const NoiseHash& hash() const noexcept { return hash_; }

    struct Split {
        SecretKey first;
        SecretKey second;
        Secret<64> third;
    };
    /// Split() of Noise, and a third output of the same HKDF, independent of the two.
    [[nodiscard]] Split split() const noexcept;

  private:
    struct Copy {};
    NoiseState(const NoiseState& other, Copy) noexcept;
    void initialize_key(Bytes key) noexcept;

    Secret<64> chaining_key_;
    NoiseHash hash_{};
    SecretKey key_;
    std::uint64_t nonce_ = 0;
};

}  // namespace giaoban::net
