#include "tools/replay/streams.h"

#include <algorithm>
#include <utility>

#include "audio/codec/encoded_packet.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::replay {
namespace {

// RFC 5761 section 4: 64 to 95 are what RTCP's packet types look like on the port of RTP.
bool is_rtcp(std::uint8_t payload_type) { return payload_type >= 64 && payload_type <= 95; }

std::string hexadecimal(std::uint32_t number) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "0x";
    for (unsigned shift = 32; shift > 0; shift -= 4)
        text += digits[number >> (shift - 4) & 15U];
    return text;
}

}  // namespace

void Streams::add(const std::string& flow, Bytes datagram, Microseconds at) {
    const auto rtp = net::RtpView::parse(datagram);
    if (!rtp || is_rtcp(rtp->payload_type()) || rtp->payload().empty() ||
        rtp->payload().size() > audio::EncodedPacket::max_size) {
        ++left_out_;
        return;
    }
    const Key key{flow, rtp->ssrc(), rtp->payload_type()};
    const auto [found, is_new] = index_.try_emplace(key, streams_.size());
    if (is_new) streams_.emplace_back(rtp->ssrc(), std::vector<Packet>{});
    Packet packet;
    packet.at = at;
    packet.seq = rtp->sequence();
    packet.timestamp = rtp->timestamp();
    packet.marker = rtp->marker();
    packet.payload.assign(rtp->payload().begin(), rtp->payload().end());
    streams_[found->second].second.push_back(std::move(packet));
}

Expected<PacketFile, PacketError> Streams::take(std::optional<std::uint32_t> ssrc) && {
    std::vector<Packet>* most = nullptr;
    for (auto& [of, packets] : streams_) {
        if (ssrc && of != *ssrc) continue;
        if (most == nullptr || packets.size() > most->size()) most = &packets;
    }
    if (most == nullptr && ssrc && !streams_.empty()) {
        std::string known;
        for (const auto& [of, packets] : streams_)
            known += ' ' + hexadecimal(of) + " (" + std::to_string(packets.size()) + " packets)";
        return Unexpected(
            PacketError{"no stream of SSRC " + hexadecimal(*ssrc) + "; there are:" + known});
    }
    if (most == nullptr) {
        return Unexpected(PacketError{"there is no clear RTP in it (" + std::to_string(left_out_) +
                                      " datagrams that are none); SRTP must be opened first"});
    }
    PacketFile file;
    file.packets = std::move(*most);
    std::ranges::stable_sort(file.packets, {}, &Packet::at);
    return file;
}

}  // namespace giaoban::replay
