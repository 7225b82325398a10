#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "net/keys/srtp_keys.h"

namespace giaoban::net {

/// Why a packet was not opened. Each has its own counter on the status page.
enum class SrtpRefusal : std::uint8_t {
    malformed,  ///< no RTP or RTCP packet of this stream: too short, wrong version, another SSRC
    forged,     ///< its tag is wrong
    replayed,   ///< it was opened before, or is older than the window
    other,      ///< the library failed
};

/// Why a packet was not protected.
enum class SrtpSendFault : std::uint8_t {
    malformed,  ///< no RTP or RTCP packet of this stream
    no_room,    ///< the buffer has no rtp_overhead() or rtcp_overhead() bytes behind the packet
    repeated,  ///< its sequence number was used already: going on would give two packets one key stream
    worn_out,  ///< 2^48 RTP or 2^31 RTCP packets were sent: time for a new handshake
    other,     ///< the library failed
};

/// What libsrtp2 keeps for one stream.
struct SrtpStream;

/// Whether libsrtp2, as it is installed, has the profile: AES-GCM is a choice of whoever built it.
[[nodiscard]] bool srtp_has(SrtpProfile profile);

/// Protects what one end of a session sends: one stream of RTP with its RTCP.
///
/// A new key needs a new SSRC (see SessionKeys) and a new object. The first sequence number of a
/// stream is at most `greatest_first_sequence` (ensure), so that a receiver that misses the first
/// packets does not miss the first roll-over with them and never opens anything.
///
/// Units:      `size` is the packet's length; the buffer has rtp_overhead(profile) or rtcp_overhead(profile)
///             bytes of room behind it.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  no: libsrtp2 2.5 allocates on every packet.
/// Errors:     SrtpSendFault. A profile that libsrtp2 lacks stops the program (ensure): ask srtp_has() at the start.
/// Source:     RFC 3711; RFC 7714 for AES-GCM.
class SrtpSender {
  public:
    // RFC 3711 section 3.3.1: a receiver takes the first number that it sees for one of roll-over 0. Up
    // to 2^15 it may miss the first 32768 packets: 10 minutes of 20 ms frames.
    static constexpr std::uint16_t greatest_first_sequence = 0x7FFF;

    SrtpSender(const SrtpKeys& keys, std::uint32_t ssrc, SrtpProfile profile);
    SrtpSender(SrtpSender&&) noexcept;
    SrtpSender& operator=(SrtpSender&&) noexcept;
    ~SrtpSender();

    /// Protects an RTP packet in place and gives back its new length.
    [[nodiscard]] Expected<std::size_t, SrtpSendFault> protect(MutableBytes buffer,
                                                               std::size_t size) noexcept;
    /// The same for a (compound) RTCP packet.
    [[nodiscard]] Expected<std::size_t, SrtpSendFault> protect_rtcp(MutableBytes buffer,
                                                                    std::size_t size) noexcept;

  private:
    std::unique_ptr<SrtpStream> stream_;
};

/// Opens what the other end of a session sends.
///
/// Threading, Real time, Source: as for SrtpSender.
/// Errors:     SrtpRefusal, counted. A refused packet changes nothing but the counters; its bytes may be changed.
/// Bounds:     a packet up to 1024 behind the newest is taken once (20 s of 20 ms frames: enough for
///             packets that are sent again).
class SrtpReceiver {
  public:
    static constexpr std::size_t replay_window = 1024;

    struct Counts {
        std::uint64_t opened = 0;
        std::uint64_t malformed = 0;
        std::uint64_t forged = 0;
        std::uint64_t replayed = 0;
        std::uint64_t other = 0;
    };

    SrtpReceiver(const SrtpKeys& keys, std::uint32_t ssrc, SrtpProfile profile);
    SrtpReceiver(SrtpReceiver&&) noexcept;
    SrtpReceiver& operator=(SrtpReceiver&&) noexcept;
    ~SrtpReceiver();

    /// Opens a datagram in place; the RTP packet is its beginning.
    [[nodiscard]] Expected<MutableBytes, SrtpRefusal> open(MutableBytes datagram) noexcept;
    /// The same for SRTCP.
    [[nodiscard]] Expected<MutableBytes, SrtpRefusal> open_rtcp(MutableBytes datagram) noexcept;

    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

  private:
    [[nodiscard]] SrtpRefusal refuse(SrtpRefusal why) noexcept;

    std::unique_ptr<SrtpStream> stream_;
    Counts counts_;
};

}  // namespace giaoban::net
