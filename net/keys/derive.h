#pragma once

#include "net/keys/datagram.h"
#include "net/keys/noise.h"
#include "net/keys/session_keys.h"

namespace giaoban::net {

// What both ends compute alike, so that it stands in one place.

/// The version that is spoken. Another one is refused with its number.
inline constexpr std::uint16_t protocol_version = 1;

/// The prologue of an initiation: a name, and the header that goes before the Noise message, so that no byte of
/// the datagram can be changed.
struct Prologue {
    explicit Prologue(std::span<const std::byte, header_size> header) noexcept;
    std::array<std::byte, 10 + header_size> bytes;
};

enum class End : std::uint8_t { box, mixer };

/// All keys of a session as that end sees them. Indices and SSRCs are left for the caller.
[[nodiscard]] SessionKeys derive_keys(const NoiseSecrets& secrets, SrtpProfile profile,
                                      End end) noexcept;

/// What a refusal of that first message is sealed with: only the owners of the two static keys can
/// compute it.
[[nodiscard]] SecretKey refusal_key(const SecretKey& static_static,
                                    const NoiseHash& first) noexcept;

}  // namespace giaoban::net
