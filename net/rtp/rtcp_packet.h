#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"

namespace giaoban::net {

/// The header and the sender's SSRC, by which a session is found: SRTCP leaves them in the clear.
inline constexpr std::size_t rtcp_clear_size = 8;

/// What a receiver says about one source. Source: RFC 3550 section 6.4.1.
struct ReportBlock {
    std::uint32_t ssrc = 0;
    /// In 1/256 of the packets expected since the last report.
    std::uint8_t fraction_lost = 0;
    /// Since the start; duplicates make it less. 24 bits on the wire.
    std::int32_t cumulative_lost = 0;
    std::uint32_t highest_sequence = 0;
    /// In ticks of the media clock.
    std::uint32_t jitter = 0;
    /// The middle 32 bits of the last sender report's time, 0 when there was none.
    std::uint32_t last_sender_report = 0;
    /// In 1/65536 s.
    std::uint32_t delay_since_sender_report = 0;

    friend bool operator==(const ReportBlock&, const ReportBlock&) = default;
};

/// What a sender says about itself. Source: RFC 3550 section 6.4.1.
struct SenderInfo {
    /// Seconds and 1/2^32 s on the sender's own clock; only differences mean anything here.
    std::uint64_t ntp = 0;
    std::uint32_t rtp_timestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t payload_bytes = 0;

    friend bool operator==(const SenderInfo&, const SenderInfo&) = default;
};

/// One entry of a generic NACK: `first` is missing, and first + 1 + i where bit i of `following`.
/// Source: RFC 4585 section 6.2.1.
struct NackEntry {
    std::uint16_t first = 0;
    std::uint16_t following = 0;

    friend bool operator==(const NackEntry&, const NackEntry&) = default;
};

/// Packs missing sequence numbers, given in order of sending, into as few entries as there can be.
/// Answers how many entries of `to` it filled; what does not fit is left for the next time.
[[nodiscard]] std::size_t pack_nack(std::span<const std::uint16_t> missing,
                                    std::span<NackEntry> to) noexcept;

/// The numbers that entries of a NACK ask for, in the order in which they stand there. Answers how many
/// were written; what does not fit is left out.
[[nodiscard]] std::size_t unpack_nack(std::span<const NackEntry> entries,
                                      std::span<std::uint16_t> to) noexcept;

/// A short list inside its owner: what is beyond its bound is dropped, and `dropped` counts it.
template <typename T, std::size_t N>
class ShortList {
  public:
    static constexpr std::size_t capacity = N;

    void push_back(const T& item) noexcept {
        if (size_ < N) {
            items_[size_++] = item;
        } else {
            ++dropped_;
        }
    }
    [[nodiscard]] std::span<const T> items() const noexcept {
        return std::span<const T>(items_).first(size_);
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t dropped() const noexcept { return dropped_; }
    [[nodiscard]] auto begin() const noexcept { return items_.begin(); }
    [[nodiscard]] auto end() const noexcept {
        return items_.begin() + static_cast<std::ptrdiff_t>(size_);
    }

  private:
    std::array<T, N> items_{};
    std::size_t size_ = 0;
    std::size_t dropped_ = 0;
};

/// What was in one RTCP datagram, as much of it as is used here. Packets of other kinds are stepped
/// over.
struct RtcpMessage {
    /// Who sent it: the SSRC of its first packet.
    std::uint32_t from = 0;
    std::optional<SenderInfo> sender;
    /// One stream a direction needs one; a stranger to this project may send more.
    ShortList<ReportBlock, 8> reports;
    /// The source whose packets `nack` asks for.
    std::uint32_t nack_source = 0;
    /// 32 entries reach over 544 packets, 10.9 s of 20 ms.
    ShortList<NackEntry, 32> nack;
    /// The canonical name in the datagram that was read; empty when it has none.
    std::string_view cname;
    /// Whether `from` says that it leaves.
    bool bye = false;

    /// What it says about that source; nullptr when nothing.
    [[nodiscard]] const ReportBlock* report_about(std::uint32_t ssrc) const noexcept;
};

/// Why a datagram is no RTCP.
enum class RtcpFault : std::uint8_t {
    too_short,
    bad_version,
    bad_length,
    bad_padding,
    bad_content
};

/// Reads a whole compound. A datagram that starts with feedback alone (RFC 5506) is taken too.
///
/// Real time:  no memory.
/// Errors:     answers why it is none; a compound that is broken anywhere is refused as a whole.
/// Source:     RFC 3550 section 6 and appendix A.2, RFC 4585 section 6.2.1, RFC 5506.
[[nodiscard]] Expected<RtcpMessage, RtcpFault> parse_rtcp(Bytes datagram) noexcept;

/// What write_rtcp() is to say.
struct RtcpContent {
    std::uint32_t from = 0;
    /// With it a sender report, otherwise a receiver report.
    std::optional<SenderInfo> sender{};
    /// At most 31.
    std::span<const ReportBlock> reports{};
    std::uint32_t nack_source = 0;
    std::span<const NackEntry> nack{};
    /// At most 255 bytes. RFC 3550 section 6.1 asks for it in every compound; it need not be a name
    /// that says anything (RFC 7022).
    std::string_view cname{};
    bool bye = false;
    /// Leaves the report and the name out: feedback alone, in a hurry. Source: RFC 5506.
    bool feedback_alone = false;
};

/// How many bytes write_rtcp() will fill.
[[nodiscard]] std::size_t rtcp_size(const RtcpContent& content) noexcept;

/// Writes a compound to the front of `to`, which has room for it (ensure). Answers its size.
std::size_t write_rtcp(MutableBytes to, const RtcpContent& content) noexcept;

/// Who sent an RTCP datagram that may still be encrypted; of at least 8 bytes only (ensure).
[[nodiscard]] std::uint32_t rtcp_ssrc(Bytes datagram) noexcept;

}  // namespace giaoban::net
