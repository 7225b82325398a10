#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/random.h"
#include "config/vocab/secret.h"

namespace giaoban::net {

/// A shared secret of 32 bytes: an enrolment secret, a key of a cipher.
using SecretKey = Secret<32>;

/// Why bytes or a text are no key.
enum class KeyFault : std::uint8_t {
    wrong_length,  ///< not 32 bytes, or not 44 characters of base64
    not_base64,    ///< a character that base64 does not have, or bits left over
    weak,          ///< a point of low order: whoever sends it knows every secret that it leads to
};

/// Says a fault in words, for a message that names the file and the line itself.
[[nodiscard]] const char* describe(KeyFault fault) noexcept;

/// Who somebody is: a Curve25519 public key. Never a point of low order: those are refused here, so
/// that no other place need ask.
///
/// Source: RFC 7748 section 6.1; Noise revision 34 section 12.1.
class PublicKey {
  public:
    static constexpr std::size_t size = 32;

    [[nodiscard]] static Expected<PublicKey, KeyFault> from(Bytes bytes) noexcept;

    [[nodiscard]] std::span<const std::byte, size> bytes() const noexcept { return bytes_; }
    [[nodiscard]] friend auto operator<=>(const PublicKey&, const PublicKey&) noexcept = default;

  private:
    friend class PrivateKey;
    explicit PublicKey(std::span<const std::byte, size> bytes) noexcept;

    std::array<std::byte, size> bytes_{};
};

/// A Curve25519 private key.
class PrivateKey {
  public:
    static constexpr std::size_t size = 32;

    explicit PrivateKey(SecretKey scalar) noexcept : scalar_(std::move(scalar)) {}
    [[nodiscard]] static PrivateKey generate(RandomSource& random) noexcept;

    [[nodiscard]] PrivateKey copy() const noexcept { return PrivateKey(scalar_.copy()); }
    [[nodiscard]] PublicKey public_key() const noexcept;
    /// The secret that this key and the other's share; nothing when the other's key is weak.
    [[nodiscard]] std::optional<SecretKey> shared_with(const PublicKey& other) const noexcept;
    /// The same for bytes that came over the wire, with the key that they are: one multiplication in
    /// place of two.
    struct Met {
        PublicKey key;
        SecretKey shared;
    };
    [[nodiscard]] std::optional<Met> meet(
        std::span<const std::byte, PublicKey::size> other) const noexcept;
    [[nodiscard]] const SecretKey& secret() const noexcept { return scalar_; }

  private:
    SecretKey scalar_;
};

/// A private key with its public key, which is worth computing only once.
struct KeyPair {
    explicit KeyPair(PrivateKey key) noexcept
        : private_key(std::move(key)), public_key(private_key.public_key()) {}
    [[nodiscard]] static KeyPair generate(RandomSource& random) noexcept {
        return KeyPair(PrivateKey::generate(random));
    }
    [[nodiscard]] KeyPair copy() const noexcept { return {private_key.copy(), public_key}; }

    PrivateKey private_key;
    PublicKey public_key;

  private:
    KeyPair(PrivateKey key, const PublicKey& with) noexcept
        : private_key(std::move(key)), public_key(with) {}
};

}  // namespace giaoban::net

template <>
struct std::hash<giaoban::net::PublicKey> {
    std::size_t operator()(const giaoban::net::PublicKey& key) const noexcept {
        // Eight bytes of a point on the curve; somebody who makes points that collide slows down
        // only a table that holds keys of his own.
        return static_cast<std::size_t>(giaoban::load_u64(key.bytes()));
    }
};
