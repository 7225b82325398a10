#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/time.h"
#include "net/rtp/rtcp_packet.h"

namespace giaoban::net {

/// What is counted about one stream that is being sent, for its sender reports.
///
/// Threading:  not synchronised.
/// Real time:  no memory.
/// Errors:     none.
/// Source:     RFC 3550 section 6.4.1.
class SenderStats {
  public:
    void on_sent(std::uint32_t timestamp, std::size_t payload_size, Instant now) noexcept;

    [[nodiscard]] std::uint64_t packets() const noexcept { return packets_; }
    /// Whether something went out since that moment: a sender report, not a receiver report, is due
    /// (section 6.4: "has sent any data packets during the interval since issuing the last").
    [[nodiscard]] bool sent_since(Instant then) const noexcept {
        return last_sent_ && *last_sent_ > then;
    }

    /// The sender's part of a report now; the timestamp is moved on to now at 48 kHz.
    [[nodiscard]] SenderInfo info(Instant now) const noexcept;

  private:
    std::uint64_t packets_ = 0;
    std::uint64_t payload_bytes_ = 0;
    std::uint32_t timestamp_ = 0;
    std::optional<Instant> last_sent_;
};

}  // namespace giaoban::net
