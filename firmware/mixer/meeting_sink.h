#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "audio/mix/talker_slot.h"
#include "config/vocab/box_id.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "firmware/mixer/meeting_memory.h"
#include "firmware/mixer/meeting_note.h"
#include "net/floor/floor_event.h"
#include "net/wire/meeting_view.h"

namespace giaoban::mixer {

/// What a Meeting decides. Called from inside its own calls; may ask it, and must not tell it anything.
class MeetingSink {
  public:
    MeetingSink() = default;
    MeetingSink(const MeetingSink&) = delete;
    MeetingSink& operator=(const MeetingSink&) = delete;
    virtual ~MeetingSink() = default;

    /// What that box is told from now on. Said again only when it is another.
    virtual void show(BoxId box, const net::MeetingView& view, Instant now) = 0;
    virtual void open_microphone(BoxId box, RoomId room) = 0;
    virtual void close_microphone(BoxId box, RoomId room, audio::Closing closing) = 0;
    /// A private room is there, or is no more: nobody is in it then.
    virtual void room_opened(RoomId room) = 0;
    virtual void room_closed(RoomId room) = 0;
    /// From now on the box is in that room; its microphone is closed. Answers the timestamp of the media clock from which
    /// on what it is sent belongs there; none when nothing of another room can be under way.
    [[nodiscard]] virtual std::optional<std::uint32_t> moved(BoxId box, RoomId room,
                                                             std::uint32_t visit) = 0;
    /// It was there before the mixing box was restarted, and still is.
    virtual void found_in(BoxId box, RoomId room, std::uint32_t visit) = 0;
    /// A room is run by another policy, or is new.
    virtual void policy_is(RoomId room, FloorPolicy policy) = 0;
    /// Something is other than before that a mixing box which is started again has to know (Meeting::memory). Said before
    /// what happened is told.
    virtual void remember(Instant now) = 0;
    /// After a restart the floor has gone on as it was. Said before anybody is shown anything.
    virtual void went_on(const MeetingMemory& past, Instant now) = 0;
    /// For the log and the minutes.
    virtual void happened(const net::FloorEvent& event, RoomId room, std::string_view name) = 0;
    virtual void noted(const MeetingNote& note, std::string_view name, Instant now) = 0;
};

}  // namespace giaoban::mixer
