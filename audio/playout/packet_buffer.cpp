#include "audio/playout/packet_buffer.h"

#include <algorithm>
#include <bit>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

PacketBuffer::PacketBuffer(std::size_t slots) : slots_(slots), mask_(slots - 1) {
    ensure(std::has_single_bit(slots), "the number of slots is a power of two");
}

bool PacketBuffer::knows(std::int64_t seq) const noexcept {
    const BufferedPacket& there = slot(seq);
    return there.state != BufferedPacket::State::empty && there.seq == seq;
}

PacketBuffer::Stored PacketBuffer::store(const EncodedPacket& packet, std::int64_t seq,
                                         Samples start, Samples duration) noexcept {
    if (knows(seq)) return Stored::duplicate;
    if (waiting_ != 0) {
        const auto slots = static_cast<std::int64_t>(slots_.size());
        if (seq - first_ >= slots) return Stored::too_far_ahead;
        if (newest_ - seq >= slots) return Stored::late;
    }
    BufferedPacket& place = slot(seq);
    place.seq = seq;
    place.start = start;
    place.duration = duration;
    place.state = BufferedPacket::State::waiting;
    place.marker = packet.marker;
    const Bytes payload = packet.payload();
    place.size = static_cast<std::uint16_t>(payload.size());
    std::copy(payload.begin(), payload.end(), place.data.begin());
    first_ = waiting_ == 0 ? seq : std::min(first_, seq);
    newest_ = waiting_ == 0 ? seq : std::max(newest_, seq);
    ++waiting_;
    return Stored::kept;
}

void PacketBuffer::take_first() noexcept {
    ensure(waiting_ != 0, "a packet is taken where one waits");
    slot(first_).state = BufferedPacket::State::taken;
    --waiting_;
    if (waiting_ == 0) return;
    do {
        ++first_;
    } while (slot(first_).seq != first_ || slot(first_).state != BufferedPacket::State::waiting);
}

void PacketBuffer::clear() noexcept {
    for (BufferedPacket& place : slots_)
        place.state = BufferedPacket::State::empty;
    waiting_ = 0;
}

}  // namespace giaoban::audio
