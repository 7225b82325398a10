#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/session_keys.h"
#include "net/link/link_report.h"
#include "net/rtp/reception_stats.h"
#include "net/rtp/rtp_packet.h"
#include "net/rtp/sender_stats.h"
#include "net/session/datagram_bounds.h"
#include "net/session/session_figures.h"
#include "net/srtp/srtp_session.h"

namespace giaoban::net {

/// Which end of a session this is.
enum class SessionEnd : std::uint8_t { box, mixer };

/// Room for one datagram that is to be sent.
using DatagramBuffer = std::array<std::byte, max_datagram_bytes>;

/// One session's sound and reports at one end: one stream out, one stream in, each with its SSRC and
/// key.
///
/// Every report is a sender report, also of an end that has sent nothing: by it the other end measures
/// the round trip, which the meeting's table shows for listeners as well.
///
/// Threading:  not synchronised.
/// Real time:  takes no memory of ours a packet (libsrtp2 does).
/// Errors:     what was not opened is answered with a DatagramRefusal.
/// Source:     RFC 3550 sections 5.1 and 6; RFC 3711; RFC 7587.
class MediaChannel {
  public:
    /// `name` is this end's canonical name, the same in all its sessions (RFC 7022).
    MediaChannel(const SessionKeys& keys, SessionEnd end, std::string_view name,
                 RandomSource& random, Instant now);

    /// The datagram for one packet of Opus, written into `room`; empty when it is too large or cannot
    /// be protected.
    [[nodiscard]] Bytes seal_audio(std::uint32_t timestamp, Bytes opus, bool marker, Instant now,
                                   DatagramBuffer& room) noexcept;
    /// Opens a datagram of the stream in, in place.
    [[nodiscard]] Expected<RtpView, DatagramRefusal> open_audio(MutableBytes datagram,
                                                                Instant now) noexcept;

    [[nodiscard]] Instant next_report() const noexcept { return next_report_; }
    /// The datagram of a report, and the time of the next is set.
    [[nodiscard]] Bytes seal_report(Instant now, DatagramBuffer& room) noexcept;
    [[nodiscard]] Expected<void, DatagramRefusal> open_report(MutableBytes datagram,
                                                              Instant now) noexcept;

    [[nodiscard]] std::uint32_t ssrc_in() const noexcept { return received_.ssrc(); }
    [[nodiscard]] const LinkReport& link() const noexcept { return link_; }

  private:
    void plan_report(Instant now, bool first) noexcept;
    [[nodiscard]] DirectionReport& in() noexcept {
        return end_ == SessionEnd::box ? link_.down : link_.up;
    }
    [[nodiscard]] DirectionReport& out() noexcept {
        return end_ == SessionEnd::box ? link_.up : link_.down;
    }

    SessionEnd end_;
    std::uint32_t ssrc_out_;
    std::uint16_t next_sequence_;
    std::size_t overhead_;
    std::string name_;
    RandomSource& random_;
    SrtpSender sender_;
    SrtpReceiver receiver_;
    SenderStats sent_;
    ReceptionStats received_;
    LinkReport link_;
    Instant last_report_;
    Instant next_report_;
};

}  // namespace giaoban::net
