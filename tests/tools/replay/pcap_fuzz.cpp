// Any bytes as a capture: nothing may crash, and what is read is in order and short enough to be a packet.
#include <algorithm>
#include <cstdlib>

#include "audio/codec/encoded_packet.h"
#include "tools/replay/pcap.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = giaoban::replay::read_pcap(
        giaoban::Bytes(reinterpret_cast<const std::byte*>(data), size), std::nullopt);
    if (!file) return 0;
    const auto& packets = file->packets;
    if (!std::ranges::is_sorted(packets, {}, &giaoban::replay::Packet::at)) std::abort();
    for (const auto& packet : packets) {
        if (packet.payload.size() > giaoban::audio::EncodedPacket::max_size) std::abort();
    }
    return 0;
}
