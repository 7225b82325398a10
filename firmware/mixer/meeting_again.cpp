// A Meeting over a restart of the mixing box.
#include <algorithm>
#include <chrono>
#include <utility>

#include "firmware/mixer/meeting.h"

namespace giaoban::mixer {

MeetingMemory Meeting::memory(Instant now) const {
    MeetingMemory memory;
    memory.next_room = next_room_;
    for (const auto& [id, room] : rooms_) {
        memory.rooms.push_back({.room = id,
                                .title = room.title,
                                .recording = room.recording,
                                .floor = room.arbiter.memory(now)});
    }
    for (const auto& [id, box] : boxes_) {
        const bool here = box.presence == net::Presence::joined || box.missed;
        if (!here && box.room == plenary && box.visit == 0) continue;
        memory.boxes.push_back(
            {.box = id, .room = box.room, .visit = box.visit, .here = here, .counted = {}});
    }
    return memory;
}

void Meeting::recall(MeetingMemory memory, Instant now) {
    next_room_ = std::max(next_room_, memory.next_room);
    for (const auto& past : memory.rooms) {
        if (past.room == plenary) continue;
        add_room(past.room, past.title, settings_.floor);
        rooms_.at(past.room).arbiter.run_as(past.floor);
        next_room_ = std::max(next_room_, number_of(past.room) + 1);
    }
    for (const auto& past : memory.boxes) {
        Box* box = find(past.box);
        if (box == nullptr) continue;
        box->missed = past.here;
        if (past.visit == 0) continue;
        box->room = past.room;
        box->visit = past.visit;
        sink_.found_in(past.box, past.room, past.visit);
    }
    past_ = std::move(memory);
    settle(now);
}

// While what was may still be gone on with, it is not overwritten.
void Meeting::remember(Instant now) {
    changed_ = false;
    if (!past_) sink_.remember(now);
}

void Meeting::hear_of_past(BoxId id, const Box& box, const net::BoxState& state, Instant now) {
    const bool fresh = state.told_ago && *state.told_ago <= settings_.floor.floor_grace;
    if (past_ && fresh) go_on(now - *state.told_ago, now);
    // Its own reading of its time counts: what is remembered may have been written when it was granted the floor.
    if (went_on_ && state.told_ago && state.floor_left && box.missed) {
        rooms_.at(box.room).arbiter.time_left_is(id, *state.floor_left, now);
    }
}

void Meeting::go_on(Instant last_seen, Instant now) {
    const MeetingMemory past = *std::exchange(past_, std::nullopt);
    recovery_.give_up();
    went_on_ = true;
    for (const auto& [room, title, recording, floor] : past.rooms) {
        const auto role_of = [this, of = room](BoxId id) -> std::optional<Role> {
            const Box* box = find(id);
            if (box == nullptr || box->room != of) return std::nullopt;
            return box->role;
        };
        // The chair may have closed it since.
        const auto found = rooms_.find(room);
        if (found != rooms_.end()) found->second.arbiter.resume(floor, role_of, last_seen, now);
    }
    for (auto& [id, box] : boxes_) {
        if (!box.missed || box.presence != net::Presence::never) continue;
        box.presence = net::Presence::lost;
        box.since = last_seen;
    }
    sink_.went_on(past, now);
    if (meeting_.open) note(MeetingNote::What::went_on, plenary, no_box, {}, now);
    for (const auto& each : past.rooms) {
        const auto found = rooms_.find(each.room);
        if (each.recording && meeting_.open && found != rooms_.end()) {
            (void)record(found->second, true, now);
        }
    }
    settle(now);
}

// Who was there, and is not back with the others.
void Meeting::end_recall(Instant now) {
    if (past_) {
        past_.reset();
        if (meeting_.open) note(MeetingNote::What::began_anew, plenary, no_box, {}, now);
    }
    for (auto& [id, box] : boxes_) {
        if (!std::exchange(box.missed, false)) continue;
        tell({.at = now,
              .box = id,
              .what = net::FloorEvent::What::lost,
              .why = net::FloorEvent::Why::link,
              .place = 0},
             box.room);
    }
}

}  // namespace giaoban::mixer
