#include "net/session/sent_datagrams.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::net {

SentDatagrams::SentDatagrams(std::size_t most, std::size_t room) noexcept
    : most_(most), room_(room) {
    ensure(most > 0 && (most & (most - 1)) == 0, "so many datagrams are kept as a power of two");
}

void SentDatagrams::keep(std::uint16_t sequence, Bytes datagram) {
    if (datagram.empty() || datagram.size() > room_ || datagram.size() > UINT16_MAX) return;
    if (bytes_.empty()) {
        kept_.resize(most_);
        bytes_.resize(room_);
    }
    // A datagram lies in one piece: what is left at the end of the room is skipped when it is too short.
    const std::size_t left = room_ - static_cast<std::size_t>(end_ % room_);
    if (left < datagram.size()) end_ += left;
    const auto at = static_cast<std::ptrdiff_t>(end_ % room_);
    std::copy(datagram.begin(), datagram.end(), bytes_.begin() + at);
    kept(sequence) = {.begin = end_,
                      .size = static_cast<std::uint16_t>(datagram.size()),
                      .sequence = sequence,
                      .again_at = Instant::min()};
    end_ += datagram.size();
    allowance_ = std::min(allowance_ + datagram.size(), burst);
}

Bytes SentDatagrams::again(std::uint16_t sequence, Instant now, Duration on_its_way) noexcept {
    if (kept_.empty()) return {};
    Kept& one = kept(sequence);
    const bool there = one.size > 0 && one.sequence == sequence && one.begin + room_ >= end_;
    if (!there || one.size > allowance_) return {};
    if (one.again_at != Instant::min() && now - one.again_at < on_its_way) return {};
    one.again_at = now;
    allowance_ -= one.size;
    return Bytes(bytes_).subspan(static_cast<std::size_t>(one.begin % room_), one.size);
}

}  // namespace giaoban::net
