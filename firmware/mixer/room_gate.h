#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "config/vocab/box_id.h"
#include "config/vocab/room_id.h"
#include "firmware/mixer/audio_rings.h"
#include "net/wire/room_stay.h"

namespace giaoban::mixer {

/// Between the boxes' sound and the rooms: whose packets belong into which room, and which room's packets go to whom.
///
///   up    a packet is taken when the box has said that it speaks in this visit, and where its sound from it begins in
///         its stream, and the packet is not from before. What was spoken in one room and comes late is nobody's.
///   down  a packet goes to a box that is in its room when it tells of nothing that was mixed before the box came in.
///         For that the room's bridge is renewed when somebody comes, and its packets bear the renewal's number.
///
/// Units:      RTP timestamps of 48 kHz, modulo 2^32.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  takes no memory but for a box that is moved for the first time.
/// Errors:     none. A box that was never moved is in the plenary.
class RoomGate {
  public:
    /// The box is in that room from now on. Answers the number of the renewal that is to be ordered for it.
    [[nodiscard]] std::uint32_t enter(BoxId box, RoomId room, std::uint32_t visit);
    /// The same of a box that was there already before the mixing box was restarted: nothing is to be renewed.
    void is_in(BoxId box, RoomId room, std::uint32_t visit);
    void forget(BoxId box) { places_.erase(box); }

    [[nodiscard]] RoomId room_of(BoxId box) const noexcept;
    /// Whether sound of that timestamp was spoken in the room where the box is now.
    [[nodiscard]] bool takes(BoxId box, const net::RoomStay& said,
                             std::uint32_t timestamp) const noexcept;
    /// Whether a packet of that room and renewal may be sent to the box.
    [[nodiscard]] bool gives(BoxId box, RoomId room, std::uint32_t generation) const noexcept;
    /// The least renewal that it may hear.
    [[nodiscard]] std::uint32_t generation_of(BoxId box) const noexcept;

  private:
    struct Place {
        RoomId room = plenary;
        std::uint32_t visit = 0;
        std::uint32_t generation = 0;
    };
    [[nodiscard]] Place place_of(BoxId box) const noexcept;

    std::map<BoxId, Place> places_;
    std::uint32_t generation_ = 0;  ///< of whatever room: numbers only grow
};

}  // namespace giaoban::mixer
