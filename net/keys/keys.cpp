#include "net/keys/keys.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>

#include "config/vocab/ensure.h"

namespace giaoban::net {

const char* describe(KeyFault fault) noexcept {
    switch (fault) {
        case KeyFault::wrong_length: return "a key is 32 bytes, 44 characters of base64";
        case KeyFault::not_base64: return "this is no base64 text";
        case KeyFault::weak: return "this key is weak (a point of low order)";
    }
    return "no key";
}

PublicKey::PublicKey(std::span<const std::byte, size> bytes) noexcept {
    std::ranges::copy(bytes, bytes_.begin());
}

Expected<PublicKey, KeyFault> PublicKey::from(Bytes bytes) noexcept {
    if (bytes.size() != size) return Unexpected(KeyFault::wrong_length);
    // A scalar is a multiple of 8 by its clamping (RFC 7748 section 5), so that any scalar takes a
    // point of low order to zero, which libsodium answers with an error.
    constexpr std::array<std::uint8_t, 32> any_scalar{1};
    std::array<std::uint8_t, 32> product{};
    if (crypto_scalarmult_curve25519(product.data(), any_scalar.data(), as_u8(bytes)) != 0) {
        return Unexpected(KeyFault::weak);
    }
    return PublicKey(bytes.first<size>());
}

PrivateKey PrivateKey::generate(RandomSource& random) noexcept {
    SecretKey scalar;
    random.fill(scalar.bytes());
    return PrivateKey(std::move(scalar));
}

PublicKey PrivateKey::public_key() const noexcept {
    std::array<std::byte, 32> bytes{};
    crypto_scalarmult_curve25519_base(as_u8(MutableBytes(bytes)), as_u8(scalar_.bytes()));
    return PublicKey(bytes);
}

std::optional<SecretKey> PrivateKey::shared_with(const PublicKey& other) const noexcept {
    auto met = meet(other.bytes());
    if (!met) return std::nullopt;
    return std::move(met->shared);
}

std::optional<PrivateKey::Met> PrivateKey::meet(
    std::span<const std::byte, PublicKey::size> other) const noexcept {
    SecretKey shared;
    // It is this that refuses points of low order: their product is zero (RFC 7748 section 6.1).
    if (crypto_scalarmult_curve25519(as_u8(MutableBytes(shared.bytes())), as_u8(scalar_.bytes()),
                                     as_u8(Bytes(other))) != 0) {
        return std::nullopt;
    }
    return Met{PublicKey(other), std::move(shared)};
}

}  // namespace giaoban::net
