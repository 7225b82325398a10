#pragma once

#include <cstdint>

#include "net/keys/keys.h"
#include "net/keys/srtp_keys.h"

namespace giaoban::net {

/// Everything that the two ends of a session have agreed on, seen from one end.
///
/// uplink is from the box to the mixing box, downlink the other way. New keys always come with new
/// SSRCs: under an old SSRC a receiver would go on with the old roll-over counter.
///
/// Source: RFC 3711 section 3.3.1 (roll-over counter) and 8.1 (re-keying).
struct SessionKeys {
    SecretKey control_send;
    SecretKey control_receive;
    SrtpKeys srtp_send;
    SrtpKeys srtp_receive;
    SrtpProfile profile = SrtpProfile::aes_cm_128_hmac_sha1_80;
    std::uint32_t local_index = 0;   ///< in what the other end sends
    std::uint32_t remote_index = 0;  ///< in what this end sends
    std::uint32_t uplink_ssrc = 0;
    std::uint32_t downlink_ssrc = 0;
};

}  // namespace giaoban::net
