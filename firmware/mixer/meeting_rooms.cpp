// The private rooms of a Meeting.
#include <algorithm>

#include "firmware/mixer/meeting.h"
#include "net/wire/text_rules.h"

namespace giaoban::mixer {

namespace {

// In a reception everybody may speak; whoever runs it says otherwise. Nobody's time is limited.
net::FloorSettings floor_of_room(net::FloorSettings floor, const net::MeetingRequest& request) {
    floor.policy = request.policy;
    floor.queue_grants = QueueGrants::automatic;
    floor.open_microphones =
        request.open_microphones > 0 ? request.open_microphones : Meeting::most_private_microphones;
    floor.time_limit = Seconds{0};
    return floor;
}

}  // namespace

Meeting::Done Meeting::open_room(const net::MeetingRequest& request, Instant now) {
    if (rooms_.size() > net::max_private_rooms) {
        return Unexpected("there are " + std::to_string(net::max_private_rooms) +
                          " private rooms, which is as many as there may be: close one first");
    }
    if (request.open_microphones > most_private_microphones) {
        return too_many_microphones(most_private_microphones);
    }
    if (!net::is_showable(request.text, net::max_text_bytes)) {
        return Unexpected(std::string("the title of a room has at most 64 bytes"));
    }
    std::vector<BoxId> boxes;
    for (const std::string& name : request.names) {
        const auto box = named(name);
        if (!box) return Unexpected(box.error());
        if (find(*box)->room != plenary) {
            return Unexpected("`" + name + "` is in another private room: move it, or close that");
        }
        boxes.push_back(*box);
    }
    if (boxes.empty()) return Unexpected(std::string("name the boxes for the private room"));
    const RoomId id{next_room_++};
    add_room(id, request.text, floor_of_room(settings_.floor, request));
    note(MeetingNote::What::room_opened, id, no_box, request.text, now);
    for (const BoxId box : boxes)
        move(box, id, now);
    return {};
}

void Meeting::add_room(RoomId id, const std::string& title, const net::FloorSettings& floor) {
    rooms_.try_emplace(id, id, title, floor);
    sink_.room_opened(id);
}

Meeting::Done Meeting::close_room(RoomId id, Instant now) {
    if (id == plenary) {
        return Unexpected(std::string("that is not a private room: `close` ends the meeting"));
    }
    Room& room = rooms_.at(id);
    (void)record(room, false, now);
    for (const auto& [box, each] : boxes_) {
        if (each.room == id) move(box, plenary, now);
    }
    const std::string title = room.title;
    rooms_.erase(id);
    sink_.room_closed(id);
    note(MeetingNote::What::room_closed, id, no_box, title, now);
    return {};
}

void Meeting::move(BoxId id, RoomId to, Instant now) {
    Box& box = *find(id);
    if (box.room == to) return;
    net::Arbiter& before = arbiter_of(box);
    const bool was_in = before.standing(id, now).has_value();
    before.leave(id, now);
    settle(now);  // its microphone in the room that it leaves
    box.room = to;
    box.visit = next_visit_;
    if (++next_visit_ == 0) next_visit_ = 1;
    box.hears_from = sink_.moved(id, to, box.visit);
    note(MeetingNote::What::moved, to, id, {}, now);
    if (was_in && arbiter_of(box).join(id, box.role, now) && box.presence == net::Presence::lost) {
        arbiter_of(box).lost(id, now);
    }
    settle(now);
}

void Meeting::find_again(BoxId id, Box& box, const net::RoomStay& stay, Instant now) {
    // Only what a box says first, of the meeting before the restart; later it is told where it is.
    const bool first = (box.presence == net::Presence::never || box.missed) && box.visit == 0;
    if (!first || !recovery_.is_open(now) || stay.visit == 0) return;
    if (rooms_.find(stay.room) == rooms_.end()) {
        if (rooms_.size() > net::max_private_rooms) return;
        net::MeetingRequest as_usual;
        as_usual.policy = FloorPolicy::open;
        add_room(stay.room, {}, floor_of_room(settings_.floor, as_usual));
        next_room_ = std::max(next_room_, number_of(stay.room) + 1);
    }
    box.room = stay.room;
    box.visit = stay.visit;
    sink_.found_in(id, stay.room, stay.visit);
}

net::RoomRow Meeting::row(const Room& room) const {
    const net::Arbiter& arbiter = room.arbiter;
    net::RoomRow row;
    row.room = room.id;
    row.title = room.title;
    row.policy = arbiter.settings().policy;
    row.open_microphones = arbiter.settings().open_microphones;
    row.held = arbiter.held();
    row.recording = room.recording;
    for (const auto& [id, box] : boxes_) {
        if (box.room == room.id) row.boxes.push_back(id);
    }
    row.speakers.assign(arbiter.speakers().begin(), arbiter.speakers().end());
    row.queue.assign(arbiter.waiting().begin(), arbiter.waiting().end());
    row.replies.assign(arbiter.replies().begin(), arbiter.replies().end());
    return row;
}

}  // namespace giaoban::mixer
