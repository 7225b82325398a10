#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/bytes.h"

namespace giaoban::net {

/// The first byte of our own datagrams: 192-199, which RFC 7983 leaves free.
enum class KeyDatagram : std::uint8_t {
    initiation = 192,
    response = 193,
    cookie = 194,
    control = 195,
    refusal = 196,
    no_session = 197,
    transfer = 198,  ///< as control, but its message is net/transfer's
};

/// What kind it is, if it is one of ours and its reserved bytes are zero. Nothing else is looked at.
[[nodiscard]] std::optional<KeyDatagram> kind_of(Bytes datagram) noexcept;
/// The index of the session that a response, cookie, control datagram or refusal is for; of the
/// sender's end in an initiation and a notice. Nothing if it is too short or none of ours.
[[nodiscard]] std::optional<std::uint32_t> index_of(Bytes datagram) noexcept;

/// Writes type, reserved bytes and index.
void write_header(MutableBytes datagram, KeyDatagram kind, std::uint32_t index) noexcept;

// Every datagram: type 1, reserved 3 (zero), index 4; numbers most significant byte first.
inline constexpr std::size_t index_at = 4;
inline constexpr std::size_t header_size = 8;
inline constexpr std::size_t tag_size = 16;  ///< Poly1305, RFC 8439 section 2.5
inline constexpr std::size_t mac_size = 16;  ///< mac1 and mac2, BLAKE2b-128

// Initiation: header, Noise message 1 (e 32, s 32 + tag, payload + tag), mac1, mac2.
// Its payload: version 2, length of the card's name 1, zero 1, attempt 8, name 64.
inline constexpr std::size_t noise1_overhead = 32 + 32 + tag_size + tag_size;
inline constexpr std::size_t initiation_payload = 2 + 1 + 1 + 8 + 64;
inline constexpr std::size_t initiation_size =
    header_size + noise1_overhead + initiation_payload + 2 * mac_size;
// Another version may say more or less; with anything but this the datagram is not looked into.
inline constexpr std::size_t initiation_least = header_size + noise1_overhead + 2 + 2 * mac_size;
inline constexpr std::size_t initiation_most = 512;

// Response: header with the box's index, Noise message 2 (e 32, payload + tag), mac1.
// Its payload: version 2, SRTP profile 1, zero 1, the mixing box's index 4, uplink SSRC 4, downlink SSRC 4.
// It is shorter than what it answers, as are cookie and refusal: nobody can use them to flood a third.
inline constexpr std::size_t noise2_overhead = 32 + tag_size;
inline constexpr std::size_t response_payload = 2 + 1 + 1 + 4 + 4 + 4;
inline constexpr std::size_t response_size =
    header_size + noise2_overhead + response_payload + mac_size;

// Cookie: header, nonce 24, cookie 16 + tag.  Refusal: header, nonce 24, reason 1, zero 1, version 2, attempt 8 + tag.
inline constexpr std::size_t cookie_size = header_size + 24 + 16 + tag_size;
inline constexpr std::size_t refusal_payload = 1 + 1 + 2 + 8;
inline constexpr std::size_t refusal_size = header_size + 24 + refusal_payload + tag_size;

// Control and transfer: header, counter 8, message + tag.
inline constexpr std::size_t control_header = header_size + 8;
inline constexpr std::size_t control_overhead = control_header + tag_size;

// Notice that an index is nobody's here: the header alone, with the index of the control datagram that it
// answers. Anybody can write one, so it proves nothing; it may only hasten what the box would do anyway.
inline constexpr std::size_t notice_size = header_size;

static_assert(notice_size < control_overhead);
static_assert(response_size < initiation_least && refusal_size < initiation_least &&
              cookie_size < initiation_least);

}  // namespace giaoban::net
