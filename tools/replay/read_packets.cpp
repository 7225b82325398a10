#include "tools/replay/read_packets.h"

#include <algorithm>

#include "tools/replay/packet_text.h"
#include "tools/replay/pcap.h"
#include "tools/replay/rtpdump.h"

namespace giaoban::replay {
namespace {

constexpr std::chrono::hours longest{24};

Expected<PacketFile, PacketError> read_any(Bytes bytes, std::optional<std::uint32_t> ssrc) {
    if (is_rtpdump(bytes)) return read_rtpdump(bytes, ssrc);
    if (is_pcap(bytes)) return read_pcap(bytes, ssrc);
    // No text has a zero byte, and every other form of capture has one in its first bytes.
    constexpr std::size_t looked_at = 64;
    const Bytes front = bytes.first(std::min(bytes.size(), looked_at));
    if (std::ranges::find(front, std::byte{0}) != front.end()) {
        return Unexpected(PacketError{"neither rtpdump, nor pcap, nor text"});
    }
    return read_packet_text(as_text(bytes));
}

}  // namespace

Expected<PacketFile, PacketError> read_packets(Bytes bytes, std::optional<std::uint32_t> ssrc) {
    auto file = read_any(bytes, ssrc);
    if (file &&
        std::ranges::none_of(file->packets, [](const Packet& packet) { return !packet.lost; })) {
        return Unexpected(PacketError{"there is no packet in it"});
    }
    // A broken time of a broken file would be heard for years.
    if (file && file->packets.back().at - file->packets.front().at > longest) {
        return Unexpected(PacketError{"its packets lie more than a day apart"});
    }
    return file;
}

}  // namespace giaoban::replay
