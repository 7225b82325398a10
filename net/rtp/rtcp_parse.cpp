#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtcp_wire.h"

namespace giaoban::net {
namespace {

using namespace rtcp_wire;

/// One packet of a compound, without its header and padding.
struct Packet {
    std::uint8_t type = 0;
    unsigned count = 0;
    Bytes body;
};

/// Takes the first packet off `rest`.
Expected<Packet, RtcpFault> take_packet(Bytes& rest) noexcept {
    if (rest.size() < header_size) return Unexpected(RtcpFault::too_short);
    const auto first = std::to_integer<unsigned>(rest[0]);
    if (first >> 6U != 2) return Unexpected(RtcpFault::bad_version);
    const std::size_t size = header_size + 4U * load_u16(rest.subspan(2));
    if (size > rest.size()) return Unexpected(RtcpFault::bad_length);
    Packet packet{.type = std::to_integer<std::uint8_t>(rest[1]),
                  .count = first & 0x1FU,
                  .body = rest.subspan(header_size, size - header_size)};
    if ((first & 0x20U) != 0) {
        // Section 6.4.1: only the last packet of a compound may be padded, by whole words.
        const auto padding = size > header_size ? std::to_integer<std::size_t>(rest[size - 1]) : 0U;
        if (size != rest.size() || padding == 0 || padding % 4 != 0 ||
            padding > packet.body.size()) {
            return Unexpected(RtcpFault::bad_padding);
        }
        packet.body = packet.body.first(packet.body.size() - padding);
    }
    rest = rest.subspan(size);
    return packet;
}

/// 24 bits with a sign.
std::int32_t load_i24(Bytes from) noexcept {
    const std::uint32_t value = load_u32(from) & 0xFFFFFFU;
    return static_cast<std::int32_t>(value) - ((value & 0x800000U) != 0 ? 0x1000000 : 0);
}

ReportBlock read_report(Bytes from) noexcept {
    return {.ssrc = load_u32(from),
            .fraction_lost = std::to_integer<std::uint8_t>(from[4]),
            .cumulative_lost = load_i24(from.subspan(4)),
            .highest_sequence = load_u32(from.subspan(8)),
            .jitter = load_u32(from.subspan(12)),
            .last_sender_report = load_u32(from.subspan(16)),
            .delay_since_sender_report = load_u32(from.subspan(20))};
}

bool read_reports(const Packet& packet, RtcpMessage& message) noexcept {
    std::size_t at = ssrc_size;
    if (packet.type == sender_report) {
        if (packet.body.size() < at + sender_info_size) return false;
        const Bytes info = packet.body.subspan(at);
        message.sender = SenderInfo{.ntp = load_u64(info),
                                    .rtp_timestamp = load_u32(info.subspan(8)),
                                    .packets = load_u32(info.subspan(12)),
                                    .payload_bytes = load_u32(info.subspan(16))};
        at += sender_info_size;
    }
    // What is behind the blocks is a profile's extension, and stepped over.
    if (packet.body.size() < at + packet.count * report_block_size) return false;
    for (unsigned i = 0; i < packet.count; ++i, at += report_block_size) {
        message.reports.push_back(read_report(packet.body.subspan(at)));
    }
    return true;
}

/// Chunks of items, each chunk ended by a zero byte and filled up to whole words.
bool read_description(const Packet& packet, RtcpMessage& message) noexcept {
    Bytes rest = packet.body;
    for (unsigned chunk = 0; chunk < packet.count; ++chunk) {
        if (rest.size() < ssrc_size) return false;
        const bool of_sender = load_u32(rest) == message.from;
        std::size_t at = ssrc_size;
        while (at < rest.size() && rest[at] != std::byte{0}) {
            if (rest.size() < at + 2) return false;
            const auto length = std::to_integer<std::size_t>(rest[at + 1]);
            if (rest.size() < at + 2 + length) return false;
            if (of_sender && std::to_integer<std::uint8_t>(rest[at]) == cname_item) {
                message.cname = as_text(rest.subspan(at + 2, length));
            }
            at += 2 + length;
        }
        if (at >= rest.size()) return false;
        rest = rest.subspan((at + 4) / 4 * 4);
    }
    return true;
}

bool read_goodbye(const Packet& packet, RtcpMessage& message) noexcept {
    if (packet.body.size() < packet.count * ssrc_size) return false;
    for (unsigned i = 0; i < packet.count; ++i) {
        if (load_u32(packet.body.subspan(i * ssrc_size)) == message.from) message.bye = true;
    }
    return true;
}

bool read_nack(const Packet& packet, RtcpMessage& message) noexcept {
    if (packet.body.size() < 2 * ssrc_size + nack_entry_size) return false;
    message.nack_source = load_u32(packet.body.subspan(ssrc_size));
    for (Bytes rest = packet.body.subspan(2 * ssrc_size); rest.size() >= nack_entry_size;
         rest = rest.subspan(nack_entry_size)) {
        message.nack.push_back({.first = load_u16(rest), .following = load_u16(rest.subspan(2))});
    }
    return true;
}

bool read_packet(const Packet& packet, RtcpMessage& message) noexcept {
    switch (packet.type) {
        case sender_report:
        case receiver_report: return read_reports(packet, message);
        case source_description: return read_description(packet, message);
        case goodbye: return read_goodbye(packet, message);
        case transport_feedback: return packet.count != generic_nack || read_nack(packet, message);
        default: return true;
    }
}

/// Kinds whose first word is their sender's SSRC.
bool may_start(const Packet& packet) noexcept {
    const bool known = packet.type == sender_report || packet.type == receiver_report ||
                       packet.type == transport_feedback;
    return known && packet.body.size() >= ssrc_size;
}

}  // namespace

Expected<RtcpMessage, RtcpFault> parse_rtcp(Bytes datagram) noexcept {
    RtcpMessage message;
    if (datagram.size() < rtcp_clear_size) return Unexpected(RtcpFault::too_short);
    bool first = true;
    for (Bytes rest = datagram; !rest.empty();) {
        const auto packet = take_packet(rest);
        if (!packet) return Unexpected(packet.error());
        if (first) {
            if (!may_start(*packet)) return Unexpected(RtcpFault::bad_content);
            message.from = load_u32(packet->body);
            first = false;
        }
        if (!read_packet(*packet, message)) return Unexpected(RtcpFault::bad_content);
    }
    return message;
}

}  // namespace giaoban::net
