#pragma once

#include <cstddef>
#include <cstdint>

#include "config/vocab/secret.h"

namespace giaoban::net {

/// How media is protected. The numbers are the second byte of the DTLS-SRTP protection profiles.
///
/// Source: RFC 5764 section 4.1.2; RFC 7714 section 14.2.
enum class SrtpProfile : std::uint8_t {
    aes_cm_128_hmac_sha1_80 = 1,
    aead_aes_128_gcm = 7,
    aead_aes_256_gcm = 8,
};

[[nodiscard]] constexpr bool is_srtp_profile(std::uint8_t number) noexcept {
    return number == 1 || number == 7 || number == 8;
}
/// The length of the master key.
[[nodiscard]] constexpr std::size_t key_length(SrtpProfile profile) noexcept {
    return profile == SrtpProfile::aead_aes_256_gcm ? 32 : 16;
}
/// The length of the master salt: RFC 3711 section 8.2 and RFC 7714 section 12.
[[nodiscard]] constexpr std::size_t salt_length(SrtpProfile profile) noexcept {
    return profile == SrtpProfile::aes_cm_128_hmac_sha1_80 ? 14 : 12;
}
/// What a protected RTP packet has more than the packet itself.
[[nodiscard]] constexpr std::size_t rtp_overhead(SrtpProfile profile) noexcept {
    return profile == SrtpProfile::aes_cm_128_hmac_sha1_80 ? 10 : 16;
}
/// The same for RTCP, which has an index of 4 bytes besides.
[[nodiscard]] constexpr std::size_t rtcp_overhead(SrtpProfile profile) noexcept {
    return rtp_overhead(profile) + 4;
}

/// Master key and master salt of one direction of one session, as long as the longest profile has
/// them; a shorter profile takes the first bytes.
struct SrtpKeys {
    Secret<32> key;
    Secret<14> salt;

    [[nodiscard]] SrtpKeys copy() const noexcept { return {key.copy(), salt.copy()}; }
};

}  // namespace giaoban::net
