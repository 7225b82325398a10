#include "net/rtp/rtcp_packet.h"

#include "net/rtp/serial.h"

namespace giaoban::net {

std::size_t pack_nack(std::span<const std::uint16_t> missing, std::span<NackEntry> to) noexcept {
    std::size_t used = 0;
    for (const std::uint16_t sequence : missing) {
        const int ahead = used == 0 ? 0 : packets_ahead(to[used - 1].first, sequence);
        if (used > 0 && ahead == 0) continue;
        if (used > 0 && ahead >= 1 && ahead <= 16) {
            const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(ahead - 1));
            to[used - 1].following = static_cast<std::uint16_t>(to[used - 1].following | bit);
            continue;
        }
        if (used == to.size()) break;
        to[used++] = {.first = sequence, .following = 0};
    }
    return used;
}

std::size_t unpack_nack(std::span<const NackEntry> entries, std::span<std::uint16_t> to) noexcept {
    std::size_t used = 0;
    for (const NackEntry& entry : entries) {
        for (unsigned i = 0; i <= 16 && used < to.size(); ++i) {
            const bool asked = i == 0 || (entry.following >> (i - 1) & 1U) != 0;
            if (asked) to[used++] = static_cast<std::uint16_t>(entry.first + i);
        }
    }
    return used;
}

const ReportBlock* RtcpMessage::report_about(std::uint32_t ssrc) const noexcept {
    for (const ReportBlock& block : reports.items()) {
        if (block.ssrc == ssrc) return &block;
    }
    return nullptr;
}

std::uint32_t rtcp_ssrc(Bytes datagram) noexcept {
    ensure(datagram.size() >= rtcp_clear_size, "an SSRC is read from a whole RTCP header");
    return load_u32(datagram.subspan(4));
}

}  // namespace giaoban::net
