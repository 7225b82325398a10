#pragma once

#include <cstdint>
#include <optional>

#include "config/vocab/time.h"
#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::net {

/// What is counted about one source that is being received, and the report made of it.
///
/// A packet is only shown to it when it has been authenticated, so that one packet is enough to
/// believe in a source (appendix A.1 waits for two, since anybody could have sent the first).
///
/// Units:      the media clock is 48 kHz; jitter in its ticks on the wire, as a Duration otherwise.
/// Threading:  not synchronised.
/// Real time:  no memory.
/// Errors:     none: any sequence number may come.
/// Source:     RFC 3550 sections 6.4.1 and appendices A.1, A.3 and A.8.
class ReceptionStats {
  public:
    /// What became of a packet in the count.
    enum class Counted : std::uint8_t {
        in_order,
        /// Behind the newest, by at most 100: late or a second time.
        behind,
        /// So far off that it is not believed alone; a packet that follows on it starts anew.
        strange,
        /// The source has started again from another place; earlier losses are forgotten.
        restarted
    };

    explicit ReceptionStats(std::uint32_t ssrc) noexcept : ssrc_(ssrc) {}

    Counted on_packet(const RtpHeader& header, Instant arrived) noexcept;
    void on_sender_report(const SenderInfo& info, Instant arrived) noexcept;

    /// The report for now. The fraction lost is since the report before, so that asking changes it.
    [[nodiscard]] ReportBlock report(Instant now) noexcept;

    [[nodiscard]] bool has_begun() const noexcept { return begun_; }
    [[nodiscard]] std::uint32_t ssrc() const noexcept { return ssrc_; }
    [[nodiscard]] std::uint64_t received() const noexcept { return received_total_; }
    [[nodiscard]] std::uint32_t highest_sequence() const noexcept { return cycles_ + newest_; }
    /// Since the start or the last restart; duplicates make it less than what was lost.
    [[nodiscard]] std::int64_t cumulative_lost() const noexcept;
    [[nodiscard]] Duration jitter() const noexcept;
    [[nodiscard]] std::optional<Instant> last_arrival() const noexcept { return last_arrival_; }

  private:
    Counted count_sequence(std::uint16_t sequence) noexcept;
    void start_at(std::uint16_t sequence) noexcept;
    void measure_jitter(const RtpHeader& header, Instant arrived) noexcept;

    std::uint32_t ssrc_;
    bool begun_ = false;
    std::uint16_t newest_ = 0;
    std::uint32_t cycles_ = 0;
    std::uint32_t base_ = 0;
    // One behind a packet that was strange, where a believable next one would be; 2^16 + 1 is none.
    std::uint32_t strange_next_ = no_sequence;
    std::uint32_t received_ = 0;
    std::uint64_t received_total_ = 0;
    std::uint32_t expected_before_ = 0;
    std::uint32_t received_before_ = 0;
    std::optional<std::uint32_t> transit_;
    // Appendix A.8: sixteen times the jitter, so that rounding does not eat it.
    std::uint32_t jitter_scaled_ = 0;
    std::optional<Instant> last_arrival_;
    std::uint32_t sender_report_ = 0;
    Instant sender_report_arrived_{};

    static constexpr std::uint32_t no_sequence = (1U << 16U) + 1U;
};

}  // namespace giaoban::net
