#include "tools/linksim/packet_store.h"

#include <algorithm>
#include <cstring>

namespace giaoban::linksim {
namespace {

constexpr auto later = [](const auto& a, const auto& b) { return a.out > b.out; };

}  // namespace

PacketStore::Entry PacketStore::keep(Bytes packet, Instant out) {
    ensure(packet.size() <= slot_size, "a packet that is kept fits its slot");
    if (free_.empty()) {
        free_.reserve(slots_.size() + 1);
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.push_back(std::make_unique<Slot>());
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    if (!packet.empty()) std::memcpy(slots_[slot]->data(), packet.data(), packet.size());
    return {.out = out, .slot = slot, .size = static_cast<std::uint32_t>(packet.size())};
}

void PacketStore::push_in_order(Bytes packet, Instant out) {
    ensure(in_order_.empty() || out >= latest_, "packets in order come out in order");
    latest_ = out;
    in_order_.push(keep(packet, out));
}

void PacketStore::push_apart(Bytes packet, Instant out) {
    apart_.push_back(keep(packet, out));
    std::ranges::push_heap(apart_, later);
}

Instant PacketStore::next() const noexcept {
    const Instant in_order = in_order_.empty() ? never : in_order_.front().out;
    return apart_.empty() ? in_order : std::min(in_order, apart_.front().out);
}

Bytes PacketStore::pop() noexcept {
    ensure(size() > 0, "a packet is taken that is there");
    if (lent_ != none) free_.push_back(lent_);
    Entry entry;
    if (apart_.empty() || (!in_order_.empty() && in_order_.front().out <= apart_.front().out)) {
        entry = in_order_.front();
        in_order_.pop();
    } else {
        entry = apart_.front();
        std::ranges::pop_heap(apart_, later);
        apart_.pop_back();
    }
    lent_ = entry.slot;
    return Bytes(*slots_[entry.slot]).first(entry.size);
}

}  // namespace giaoban::linksim
