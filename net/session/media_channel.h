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
#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtp_packet.h"
#include "net/rtp/sender_stats.h"
#include "net/session/datagram_bounds.h"
#include "net/session/sent_datagrams.h"
#include "net/session/session_figures.h"
#include "net/srtp/srtp_session.h"

namespace giaoban::net {

/// Which end of a session this is.
enum class SessionEnd : std::uint8_t { box, mixer };

/// Room for one datagram that is to be sent.
using DatagramBuffer = std::array<std::byte, max_datagram_bytes>;

/// What the other end asks to be sent again: numbers of one of our streams.
struct AskedAgain {
    std::uint32_t source = 0;
    ShortList<NackEntry, 32> numbers;
};

/// One session's sound and reports at one end: one stream out, one stream in, each with its SSRC and
/// key; and down from the mixing box a second stream, of the history, under the same key.
///
/// Packets that were lost are asked for again by generic NACK, each way, and the same bytes are sent.
///
/// Every report is a sender report, also of an end that has sent nothing: by it the other end measures
/// the round trip, which the meeting's table shows for listeners as well.
///
/// Threading:  not synchronised.
/// Real time:  takes no memory of ours a packet (libsrtp2 does).
/// Errors:     what was not opened is answered with a DatagramRefusal.
/// Source:     RFC 3550 sections 5.1 and 6; RFC 3711 (sections 3.2.3 and 9.1: several SSRCs under one
///             master key); RFC 4585; RFC 7587.
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
    /// Answers what it asks to be sent again; mostly nothing.
    [[nodiscard]] Expected<AskedAgain, DatagramRefusal> open_report(MutableBytes datagram,
                                                                    Instant now) noexcept;

    /// The datagram that asks for packets of the stream in, or of the history, again; of at most as many
    /// as fit into 32 entries.
    [[nodiscard]] Bytes seal_nack(std::uint32_t source, std::span<const std::uint16_t> numbers,
                                  DatagramBuffer& room) noexcept;
    /// A datagram that was sent and is asked for again; empty when it is not to be had or still on its way
    /// (SentDatagrams).
    [[nodiscard]] Bytes again(std::uint32_t source, std::uint16_t number, Instant now,
                              Duration on_its_way) noexcept;

    void forget_sent() noexcept {
        kept_.forget();
        kept_history_.forget();
    }

    /// The mixing box's end: a packet of the history, and the number that it has been given.
    struct HistoryDatagram {
        Bytes datagram;
        std::uint16_t number = 0;
    };
    [[nodiscard]] HistoryDatagram seal_history(std::uint32_t timestamp, Bytes opus,
                                               DatagramBuffer& room);
    /// The number that the next packet of the history will have.
    [[nodiscard]] std::uint16_t next_history_number() const noexcept { return next_history_; }
    /// The box's end.
    [[nodiscard]] Expected<RtpView, DatagramRefusal> open_history(MutableBytes datagram) noexcept;
    [[nodiscard]] std::uint32_t ssrc_history() const noexcept { return ssrc_history_; }

    [[nodiscard]] std::uint32_t ssrc_in() const noexcept { return received_.ssrc(); }
    [[nodiscard]] const LinkReport& link() const noexcept { return link_; }

  private:
    /// The other numbers of a session differ from these in more than the first bit, or in the lower half.
    [[nodiscard]] static std::uint32_t history_of(const SessionKeys& keys) noexcept {
        return keys.downlink_ssrc ^ 0x8000'0000U;
    }
    void plan_report(Instant now, bool first) noexcept;
    [[nodiscard]] DirectionReport& in() noexcept {
        return end_ == SessionEnd::box ? link_.down : link_.up;
    }
    [[nodiscard]] DirectionReport& out() noexcept {
        return end_ == SessionEnd::box ? link_.up : link_.down;
    }

    SessionEnd end_;
    std::uint32_t ssrc_out_;
    std::uint32_t ssrc_history_;
    std::uint16_t next_sequence_;
    std::uint16_t next_history_;
    std::size_t overhead_;
    std::string name_;
    RandomSource& random_;
    SrtpSender sender_;
    SrtpReceiver receiver_;
    std::optional<SrtpSender> history_sender_;      ///< at the mixing box's end
    std::optional<SrtpReceiver> history_receiver_;  ///< at the box's end
    SentDatagrams kept_;
    // Sent at several times the pace of speech: 512 are 3.4 s at three times 50 a second, a round trip over
    // a satellite and two tries more.
    SentDatagrams kept_history_{512, std::size_t{64} * 1024};
    SenderStats sent_;
    ReceptionStats received_;
    LinkReport link_;
    Instant last_report_;
    Instant next_report_;
};

}  // namespace giaoban::net
