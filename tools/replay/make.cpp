#include "tools/replay/make.h"

#include <algorithm>
#include <array>
#include <utility>

#include "audio/codec/encoded_packet.h"
#include "audio/codec/opus_encoder.h"
#include "config/vocab/bytes.h"
#include "tools/linksim/link.h"

namespace giaoban::replay {
namespace {

Instant instant(Microseconds at) { return Instant{} + at; }

std::vector<Packet> coded(std::span<const std::int16_t> speech,
                          const audio::EncoderSettings& settings) {
    std::vector<Packet> packets;
    audio::OpusSpeechEncoder encoder(settings);
    const std::size_t frame = sample_count(settings.frame, settings.rate);
    std::array<std::byte, audio::EncodedPacket::max_size> room{};
    Samples start{0};
    for (; speech.size() >= frame; speech = speech.subspan(frame), start += settings.frame) {
        const auto size = encoder.encode(speech.first(frame), room);
        // Nobody speaks: nothing is sent, and the sequence number does not move (RFC 7587 section 3.1.3).
        if (!size || *size == 0) continue;
        Packet packet;
        packet.at = std::chrono::duration_cast<Microseconds>(start + settings.frame);
        packet.seq = static_cast<std::uint16_t>(packets.size());
        packet.timestamp = static_cast<std::uint32_t>(start.count());
        packet.lost = true;  // until it comes out of the link
        packet.payload.assign(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*size));
        packets.push_back(std::move(packet));
    }
    return packets;
}

/// Sends each packet's number through the link, in as many bytes as the packet has.
class Journey {
  public:
    Journey(const linksim::LinkSettings& link, std::uint64_t seed, std::vector<Packet>& packets)
        : packets_(packets), link_(link, seed) {}

    void send_all() {
        const std::size_t count = packets_.size();
        for (std::size_t i = 0; i < count; ++i) {
            // RTP's header and the SRTP tag; IP and UDP the link adds itself.
            constexpr std::size_t around = 12 + 10;
            std::vector<std::byte> bytes(packets_[i].payload.size() + around);
            store_u32(bytes, static_cast<std::uint32_t>(i));
            const Instant sent = instant(packets_[i].at);
            take_until(sent);
            static_cast<void>(link_.offer(bytes, sent));
        }
        take_until(never);
    }

  private:
    void take_until(Instant now) {
        while (link_.next_deadline() != never && link_.next_deadline() <= now) {
            const Instant out = link_.next_deadline();
            const auto bytes = link_.take(out);
            if (!bytes) return;
            const std::size_t number = load_u32(*bytes);
            if (!packets_[number].lost) packets_.push_back(packets_[number]);
            Packet& packet = packets_[number].lost ? packets_[number] : packets_.back();
            packet.lost = false;
            packet.at = std::chrono::duration_cast<Microseconds>(out.time_since_epoch());
        }
    }

    std::vector<Packet>& packets_;
    linksim::Link link_;
};

}  // namespace

PacketFile make_packets(std::span<const std::int16_t> speech,
                        const audio::EncoderSettings& settings, const linksim::LinkSettings& link,
                        std::uint64_t seed) {
    PacketFile file;
    file.packets = coded(speech, settings);
    Journey(link, seed, file.packets).send_all();
    file.origin =
        Origin{.timestamp = 0, .at = std::chrono::duration_cast<Microseconds>(link.delay)};
    std::ranges::stable_sort(file.packets, {}, &Packet::at);
    return file;
}

}  // namespace giaoban::replay
