#pragma once

#include <cstddef>
#include <cstdint>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"

namespace giaoban::net {

/// The fixed header. Source: RFC 3550 section 5.1.
inline constexpr std::size_t rtp_header_size = 12;
/// What a box and the mixing box call Opus. Source: RFC 3551 section 6: 96 to 127 are free to use;
/// 111 is what most others take for Opus, which helps who reads a capture.
inline constexpr std::uint8_t opus_payload_type = 111;
/// Source: RFC 7587 section 4.1: whatever the sound was sampled at.
inline constexpr std::int64_t opus_clock_hz = 48'000;

/// What a sender of Opus says about a packet.
struct RtpHeader {
    /// The first packet after a pause. Source: RFC 7587 section 4.2, RFC 3551 section 4.1.
    bool marker = false;
    std::uint8_t payload_type = opus_payload_type;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;

    friend bool operator==(const RtpHeader&, const RtpHeader&) = default;
};

/// Why bytes are no RTP packet.
enum class RtpFault : std::uint8_t { too_short, bad_version, bad_extension, bad_padding };

/// An RTP packet that somebody sent, looked at where it lies.
///
/// Contributing sources, a header extension and padding are stepped over, whatever they hold.
///
/// Threading:  a value; the bytes stay the caller's and must outlive it.
/// Real time:  no memory, no copy.
/// Errors:     parse() answers why it is none.
/// Source:     RFC 3550 sections 5.1 and 5.3.1.
class RtpView {
  public:
    [[nodiscard]] static Expected<RtpView, RtpFault> parse(Bytes datagram) noexcept;

    [[nodiscard]] const RtpHeader& header() const noexcept { return header_; }
    [[nodiscard]] bool marker() const noexcept { return header_.marker; }
    [[nodiscard]] std::uint8_t payload_type() const noexcept { return header_.payload_type; }
    [[nodiscard]] std::uint16_t sequence() const noexcept { return header_.sequence; }
    [[nodiscard]] std::uint32_t timestamp() const noexcept { return header_.timestamp; }
    [[nodiscard]] std::uint32_t ssrc() const noexcept { return header_.ssrc; }
    /// Without padding; empty is allowed.
    [[nodiscard]] Bytes payload() const noexcept { return payload_; }
    /// Everything before the payload.
    [[nodiscard]] std::size_t header_size() const noexcept { return header_size_; }

  private:
    RtpHeader header_;
    std::size_t header_size_ = 0;
    Bytes payload_;
};

/// Writes the fixed header to the front of `to`, which has room for it (ensure); 12.
std::size_t write_rtp_header(MutableBytes to, const RtpHeader& header) noexcept;

/// Who sent an RTP packet whose bytes behind the header may still be encrypted; RTP of at least 12
/// bytes only (ensure). By this a session is found.
[[nodiscard]] std::uint32_t rtp_ssrc(Bytes datagram) noexcept;

}  // namespace giaoban::net
