#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "config/vocab/bytes.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::tests {

/// Bytes of a capture, put together number by number.
class CaptureBytes {
  public:
    CaptureBytes& u8(unsigned value) {
        bytes_.push_back(static_cast<std::byte>(value));
        return *this;
    }
    CaptureBytes& u16(unsigned value) { return u8(value >> 8U & 255U).u8(value & 255U); }
    CaptureBytes& u32(std::uint32_t value) { return u16(value >> 16U).u16(value & 0xffffU); }
    /// Least significant byte first, as most machines write a pcap file.
    CaptureBytes& little(std::uint32_t value) {
        return u8(value & 255U).u8(value >> 8U & 255U).u8(value >> 16U & 255U).u8(value >> 24U);
    }
    CaptureBytes& text(std::string_view words) { return add(as_bytes(words)); }
    CaptureBytes& zeros(std::size_t count) {
        bytes_.resize(bytes_.size() + count);
        return *this;
    }
    CaptureBytes& add(Bytes bytes) {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
        return *this;
    }
    CaptureBytes& add(const CaptureBytes& other) { return add(other.bytes()); }

    [[nodiscard]] Bytes bytes() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

  private:
    std::vector<std::byte> bytes_;
};

inline CaptureBytes rtp(std::uint16_t seq, std::uint32_t timestamp, std::uint32_t ssrc = 7,
                        bool marker = false) {
    std::array<std::byte, net::rtp_header_size> header{};
    net::write_rtp_header(
        header, {.marker = marker, .sequence = seq, .timestamp = timestamp, .ssrc = ssrc});
    return CaptureBytes{}.add(header).u8(0x48).u8(seq & 255U);
}

inline CaptureBytes udp(const CaptureBytes& datagram, unsigned from = 4000) {
    return CaptureBytes{}
        .u16(from)
        .u16(5000)
        .u16(static_cast<unsigned>(8 + datagram.size()))
        .u16(0)
        .add(datagram);
}

inline CaptureBytes ipv4(const CaptureBytes& carried, unsigned protocol = 17,
                         unsigned fragment = 0) {
    return CaptureBytes{}
        .u8(0x45)
        .u8(0)
        .u16(static_cast<unsigned>(20 + carried.size()))
        .u16(1)
        .u16(fragment)
        .u8(64)
        .u8(protocol)
        .u16(0)
        .u32(0x0a000001)
        .u32(0x0a000002)
        .add(carried);
}

/// With a hop-by-hop header of 8 bytes between.
inline CaptureBytes ipv6(const CaptureBytes& carried) {
    return CaptureBytes{}
        .u32(0x60000000)
        .u16(static_cast<unsigned>(8 + carried.size()))
        .u8(0)
        .u8(64)
        .zeros(32)
        .u8(17)
        .zeros(7)
        .add(carried);
}

inline CaptureBytes pcap_head(std::uint32_t link, std::uint32_t magic = 0xa1b2c3d4) {
    return CaptureBytes{}.little(magic).little(0x00040002).zeros(8).little(65'535).little(link);
}

inline CaptureBytes pcap_record(const CaptureBytes& frame, std::uint32_t seconds,
                                std::uint32_t part) {
    const auto size = static_cast<std::uint32_t>(frame.size());
    return CaptureBytes{}.little(seconds).little(part).little(size).little(size).add(frame);
}

inline CaptureBytes rtpdump_head() {
    return CaptureBytes{}.text("#!rtpplay1.0 192.0.2.1/5004\n").zeros(16);
}

inline CaptureBytes rtpdump_record(const CaptureBytes& datagram, std::uint32_t ms,
                                   bool rtcp = false) {
    const auto size = static_cast<unsigned>(datagram.size());
    return CaptureBytes{}.u16(8 + size).u16(rtcp ? 0 : size).u32(ms).add(datagram);
}

}  // namespace giaoban::tests
