#include "net/rtp/rtp_packet.h"

namespace giaoban::net {
namespace {

unsigned byte_at(Bytes bytes, std::size_t at) noexcept {
    return std::to_integer<unsigned>(bytes[at]);
}

}  // namespace

Expected<RtpView, RtpFault> RtpView::parse(Bytes datagram) noexcept {
    if (datagram.size() < rtp_header_size) return Unexpected(RtpFault::too_short);
    const unsigned first = byte_at(datagram, 0);
    if (first >> 6U != 2) return Unexpected(RtpFault::bad_version);
    const bool has_padding = (first & 0x20U) != 0;
    const bool has_extension = (first & 0x10U) != 0;
    std::size_t size = rtp_header_size + 4U * (first & 0x0FU);
    if (datagram.size() < size) return Unexpected(RtpFault::too_short);
    if (has_extension) {
        // Two bytes of the profile's own, then the length in words without these four bytes.
        if (datagram.size() < size + 4) return Unexpected(RtpFault::bad_extension);
        size += 4U + 4U * load_u16(datagram.subspan(size + 2));
        if (datagram.size() < size) return Unexpected(RtpFault::bad_extension);
    }
    std::size_t padding = 0;
    if (has_padding) {
        // The last byte counts itself, so that 0 cannot be.
        padding = datagram.size() > size ? byte_at(datagram, datagram.size() - 1) : 0;
        if (padding == 0 || padding > datagram.size() - size) {
            return Unexpected(RtpFault::bad_padding);
        }
    }
    const unsigned second = byte_at(datagram, 1);
    RtpView view;
    view.header_ = {.marker = (second & 0x80U) != 0,
                    .payload_type = static_cast<std::uint8_t>(second & 0x7FU),
                    .sequence = load_u16(datagram.subspan(2)),
                    .timestamp = load_u32(datagram.subspan(4)),
                    .ssrc = rtp_ssrc(datagram)};
    view.header_size_ = size;
    view.payload_ = datagram.subspan(size, datagram.size() - size - padding);
    return view;
}

std::size_t write_rtp_header(MutableBytes to, const RtpHeader& header) noexcept {
    ensure(to.size() >= rtp_header_size, "an RTP header is written where there is room for it");
    ensure(header.payload_type < 128, "an RTP payload type has 7 bits");
    to[0] = std::byte{0x80};
    to[1] = static_cast<std::byte>((header.marker ? 0x80U : 0U) | header.payload_type);
    store_u16(to.subspan(2), header.sequence);
    store_u32(to.subspan(4), header.timestamp);
    store_u32(to.subspan(8), header.ssrc);
    return rtp_header_size;
}

std::uint32_t rtp_ssrc(Bytes datagram) noexcept {
    ensure(datagram.size() >= rtp_header_size, "an SSRC is read from a whole RTP header");
    return load_u32(datagram.subspan(8));
}

}  // namespace giaoban::net
