#include "net/rtp/sender_stats.h"

#include "net/rtp/rtcp_time.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::net {

void SenderStats::on_sent(std::uint32_t timestamp, std::size_t payload_size, Instant now) noexcept {
    ++packets_;
    payload_bytes_ += payload_size;
    timestamp_ = timestamp;
    last_sent_ = now;
}

SenderInfo SenderStats::info(Instant now) const noexcept {
    SenderInfo info;
    info.ntp = ntp_of(now);
    if (last_sent_) {
        using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, opus_clock_hz>>;
        const auto since = std::chrono::duration_cast<Ticks>(now - *last_sent_).count();
        info.rtp_timestamp = timestamp_ + static_cast<std::uint32_t>(since);
    }
    info.packets = static_cast<std::uint32_t>(packets_);
    info.payload_bytes = static_cast<std::uint32_t>(payload_bytes_);
    return info;
}

}  // namespace giaoban::net
