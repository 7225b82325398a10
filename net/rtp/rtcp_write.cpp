#include <algorithm>

#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtcp_wire.h"

namespace giaoban::net {
namespace {

using namespace rtcp_wire;

std::size_t report_size(const RtcpContent& content) noexcept {
    return header_size + ssrc_size + (content.sender ? sender_info_size : 0) +
           content.reports.size() * report_block_size;
}

/// One chunk: SSRC, the item's kind and length, the name, and one to four zeros up to whole words.
std::size_t description_size(const RtcpContent& content) noexcept {
    return header_size + ssrc_size + (2 + content.cname.size() + 4) / 4 * 4;
}

std::size_t nack_size(const RtcpContent& content) noexcept {
    return header_size + 2 * ssrc_size + content.nack.size() * nack_entry_size;
}

constexpr std::size_t goodbye_size = header_size + ssrc_size;

void write_header(MutableBytes to, std::uint8_t type, std::size_t count,
                  std::size_t size) noexcept {
    to[0] = static_cast<std::byte>(0x80U | count);
    to[1] = static_cast<std::byte>(type);
    store_u16(to.subspan(2), static_cast<std::uint16_t>(size / 4 - 1));
}

void write_block(MutableBytes to, const ReportBlock& block) noexcept {
    store_u32(to, block.ssrc);
    store_u32(to.subspan(4), static_cast<std::uint32_t>(block.cumulative_lost) & 0xFFFFFFU);
    to[4] = static_cast<std::byte>(block.fraction_lost);
    store_u32(to.subspan(8), block.highest_sequence);
    store_u32(to.subspan(12), block.jitter);
    store_u32(to.subspan(16), block.last_sender_report);
    store_u32(to.subspan(20), block.delay_since_sender_report);
}

void write_report(MutableBytes to, const RtcpContent& content) noexcept {
    write_header(to, content.sender ? sender_report : receiver_report, content.reports.size(),
                 report_size(content));
    store_u32(to.subspan(4), content.from);
    std::size_t at = header_size + ssrc_size;
    if (content.sender) {
        store_u64(to.subspan(at), content.sender->ntp);
        store_u32(to.subspan(at + 8), content.sender->rtp_timestamp);
        store_u32(to.subspan(at + 12), content.sender->packets);
        store_u32(to.subspan(at + 16), content.sender->payload_bytes);
        at += sender_info_size;
    }
    for (const ReportBlock& block : content.reports) {
        write_block(to.subspan(at), block);
        at += report_block_size;
    }
}

void write_description(MutableBytes to, const RtcpContent& content) noexcept {
    write_header(to, source_description, 1, description_size(content));
    store_u32(to.subspan(4), content.from);
    to[8] = static_cast<std::byte>(cname_item);
    to[9] = static_cast<std::byte>(content.cname.size());
    const MutableBytes text = to.subspan(10, description_size(content) - 10);
    std::ranges::fill(text, std::byte{0});
    std::ranges::copy(as_bytes(content.cname), text.begin());
}

void write_nack(MutableBytes to, const RtcpContent& content) noexcept {
    write_header(to, transport_feedback, generic_nack, nack_size(content));
    store_u32(to.subspan(4), content.from);
    store_u32(to.subspan(8), content.nack_source);
    std::size_t at = header_size + 2 * ssrc_size;
    for (const NackEntry& entry : content.nack) {
        store_u16(to.subspan(at), entry.first);
        store_u16(to.subspan(at + 2), entry.following);
        at += nack_entry_size;
    }
}

}  // namespace

std::size_t rtcp_size(const RtcpContent& content) noexcept {
    std::size_t size = 0;
    if (!content.feedback_alone) size += report_size(content);
    if (!content.feedback_alone && !content.cname.empty()) size += description_size(content);
    if (!content.nack.empty()) size += nack_size(content);
    if (content.bye) size += goodbye_size;
    return size;
}

std::size_t write_rtcp(MutableBytes to, const RtcpContent& content) noexcept {
    const std::size_t size = rtcp_size(content);
    ensure(to.size() >= size, "RTCP is written where there is room for it");
    ensure(content.reports.size() <= most_reports, "one report has at most 31 blocks");
    ensure(content.cname.size() <= 255, "a canonical name has at most 255 bytes");
    ensure(!content.feedback_alone || !content.nack.empty(), "feedback alone says something");
    std::size_t at = 0;
    if (!content.feedback_alone) {
        write_report(to, content);
        at += report_size(content);
        if (!content.cname.empty()) {
            write_description(to.subspan(at), content);
            at += description_size(content);
        }
    }
    if (!content.nack.empty()) {
        write_nack(to.subspan(at), content);
        at += nack_size(content);
    }
    if (content.bye) {
        write_header(to.subspan(at), goodbye, 1, goodbye_size);
        store_u32(to.subspan(at + header_size), content.from);
    }
    return size;
}

}  // namespace giaoban::net
