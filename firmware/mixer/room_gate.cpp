#include "firmware/mixer/room_gate.h"

#include "net/rtp/serial.h"

namespace giaoban::mixer {

std::uint32_t RoomGate::enter(BoxId box, RoomId room, std::uint32_t visit) {
    places_[box] = {.room = room, .visit = visit, .generation = ++generation_};
    return generation_;
}

void RoomGate::is_in(BoxId box, RoomId room, std::uint32_t visit) {
    places_[box] = {.room = room, .visit = visit, .generation = 0};
}

RoomGate::Place RoomGate::place_of(BoxId box) const noexcept {
    const auto found = places_.find(box);
    return found == places_.end() ? Place{} : found->second;
}

RoomId RoomGate::room_of(BoxId box) const noexcept { return place_of(box).room; }

std::uint32_t RoomGate::generation_of(BoxId box) const noexcept { return place_of(box).generation; }

bool RoomGate::takes(BoxId box, const net::RoomStay& said, std::uint32_t timestamp) const noexcept {
    const Place place = place_of(box);
    if (said.room != place.room || said.visit != place.visit) return false;
    return !said.from || net::ticks_ahead(*said.from, timestamp) >= 0;
}

bool RoomGate::gives(BoxId box, RoomId room, std::uint32_t generation) const noexcept {
    const Place place = place_of(box);
    return place.room == room && generation >= place.generation;
}

}  // namespace giaoban::mixer
