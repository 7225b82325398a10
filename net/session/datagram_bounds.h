#pragma once

#include <cstddef>

#include "net/keys/datagram.h"
#include "net/keys/srtp_keys.h"
#include "net/rtp/rtp_packet.h"
#include "net/wire/control_frame.h"

namespace giaoban::net {

/// The largest UDP payload that is sent: with IPv6 and UDP (48 bytes) it is below 1280, which every
/// path carries whole (RFC 8200 section 5), and leaves 32 bytes for a tunnel.
inline constexpr std::size_t max_datagram_bytes = 1200;

/// The largest packet of Opus in it: the RTP header and the longest tag (AES-GCM) come off. Opus at
/// 120 ms and 64 kbit/s takes 960.
inline constexpr std::size_t max_opus_bytes =
    max_datagram_bytes - rtp_header_size - rtp_overhead(SrtpProfile::aead_aes_128_gcm);

/// What IPv4 and UDP take of each datagram (RFC 791, RFC 768); the meters count it.
inline constexpr std::size_t ip_udp_bytes = 20 + 8;

static_assert(max_frame_bytes + control_overhead <= max_datagram_bytes);
static_assert(initiation_size <= max_datagram_bytes);

}  // namespace giaoban::net
