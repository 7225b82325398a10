// The chair's words: the part of Meeting behind the local socket and the chair's page.
#include <algorithm>

#include "firmware/mixer/meeting.h"

namespace giaoban::mixer {

namespace {

Expected<void, std::string> answer(const net::Arbiter::Answer& done) {
    if (done) return {};
    return Unexpected(std::string(net::to_text(done.error())));
}

Expected<void, std::string> no_such_room(RoomId room) {
    return Unexpected("there is no room " + std::to_string(number_of(room)) +
                      ": `giaobanctl meeting status` lists them");
}

/// Whether a word is about one box.
bool names_a_box(net::MeetingRequest::Kind kind) noexcept {
    using Kind = net::MeetingRequest::Kind;
    switch (kind) {
        case Kind::grant:
        case Kind::revoke:
        case Kind::mute:
        case Kind::unmute:
        case Kind::more_time:
        case Kind::to_replies:
        case Kind::call:
        case Kind::end_call:
        case Kind::doctor_begin:
        case Kind::doctor_look:
        case Kind::move_to_room: return true;
        default: return false;
    }
}

}  // namespace

Expected<BoxId, std::string> Meeting::named(std::string_view name) const {
    const auto found = std::find_if(boxes_.begin(), boxes_.end(), [name](const auto& entry) {
        return entry.second.name == name;
    });
    if (found != boxes_.end()) return found->first;
    return Unexpected("no box is called `" + std::string(name) +
                      "`: `giaobanctl meeting status` lists them");
}

Meeting::Done Meeting::request(const net::MeetingRequest& request, Instant now) {
    Done done = do_as_asked(request, now);
    const bool asks = request.kind == Kind::status || request.kind == Kind::doctor_begin ||
                      request.kind == Kind::doctor_look;
    changed_ = changed_ || (done && !asks);
    settle(now);
    return done;
}

Meeting::Done Meeting::do_as_asked(const net::MeetingRequest& request, Instant now) {
    if (names_a_box(request.kind)) {
        const auto box = named(request.name);
        if (!box) return Unexpected(box.error());
        if (request.kind != Kind::move_to_room) return steer(request, *box, now);
        if (rooms_.find(request.room) == rooms_.end()) return no_such_room(request.room);
        move(*box, request.room, now);
        return {};
    }
    switch (request.kind) {
        case Kind::status: return {};
        case Kind::open_meeting: return open_meeting(request.text, now);
        case Kind::close_meeting: return close_meeting(now);
        case Kind::self_test: return begin_self_test(now);
        case Kind::open_room: return open_room(request, now);
        default: break;
    }
    const auto room = rooms_.find(request.room);
    if (room == rooms_.end()) return no_such_room(request.room);
    return do_in_room(request, room->second, now);
}

Meeting::Done Meeting::do_in_room(const net::MeetingRequest& request, Room& room, Instant now) {
    switch (request.kind) {
        case Kind::grant_next: {
            const auto granted = room.arbiter.grant_next(now);
            if (!granted) return Unexpected(std::string(net::to_text(granted.error())));
            return {};
        }
        case Kind::set_policy: return set_policy(request, room, now);
        case Kind::set_time_limit: return answer(room.arbiter.set_time_limit(request.seconds, now));
        case Kind::hold:
        case Kind::unhold: room.arbiter.hold(request.kind == Kind::hold, now); return {};
        case Kind::mute_all: room.arbiter.mute_all(now); return {};
        case Kind::unmute_all: room.arbiter.unmute_all(now); return {};
        case Kind::record: return record(room, request.on, now);
        case Kind::close_room: return close_room(room.id, now);
        default: return Unexpected(std::string("this mixing box does not know that request"));
    }
}

Meeting::Done Meeting::set_policy(const net::MeetingRequest& request, Room& room, Instant now) {
    const std::uint16_t most =
        room.id == plenary ? most_open_microphones : most_private_microphones;
    if (request.open_microphones > most) return too_many_microphones(most);
    room.arbiter.set_policy(request.policy, now);
    if (request.policy == FloorPolicy::open && request.open_microphones > 0) {
        room.arbiter.set_open_microphones(request.open_microphones, now);
    }
    if (request.policy == FloorPolicy::queue) {
        room.arbiter.set_queue_grants(request.queue_grants, now);
    }
    return {};
}

Meeting::Done Meeting::too_many_microphones(std::uint16_t most) {
    return Unexpected("at most " + std::to_string(most) +
                      " microphones can be open at once in that room");
}

Meeting::Done Meeting::steer(const net::MeetingRequest& request, BoxId box, Instant now) {
    net::Arbiter& arbiter = arbiter_of(*find(box));
    switch (request.kind) {
        case Kind::grant: return answer(arbiter.grant(box, now));
        case Kind::revoke: return answer(arbiter.revoke(box, now));
        case Kind::mute: return answer(arbiter.mute(box, now));
        case Kind::unmute: return answer(arbiter.unmute(box, now));
        case Kind::more_time: return answer(arbiter.more_time(box, request.seconds, now));
        case Kind::to_replies: return answer(arbiter.to_replies(box, now));
        case Kind::call: return call(box, now);
        case Kind::doctor_begin:
            if (!is_joined(box)) return answer(Unexpected(net::FloorRefusal::not_here));
            doctor_.begin(box, now);
            return {};
        case Kind::doctor_look: return {};
        case Kind::end_call:
            if (!calls_.end(box)) return Unexpected(std::string("the box is not being called"));
            note(MeetingNote::What::call_ended, find(box)->room, box, "by the chair", now);
            return {};
        default: return Unexpected(std::string("this mixing box does not know that request"));
    }
}

Meeting::Done Meeting::call(BoxId box, Instant now) {
    if (!is_joined(box)) return answer(Unexpected(net::FloorRefusal::not_here));
    if (speaks(box)) return Unexpected(std::string("the box speaks: it need not be called"));
    calls_.call(box, now);
    note(MeetingNote::What::called, find(box)->room, box, {}, now);
    return {};
}

net::DoctorReport Meeting::doctor_report(std::string_view name) const {
    const auto box = named(name);
    return box ? doctor_.report_of(*box) : net::DoctorReport{};
}

Meeting::Done Meeting::open_meeting(const std::string& title, Instant now) {
    if (meeting_.open) {
        return Unexpected("the meeting `" + meeting_.title + "` is open: close it first");
    }
    meeting_ = {.id = next_meeting_++, .title = title, .open = true};
    opened_ = now;
    note(MeetingNote::What::meeting_opened, plenary, no_box, title, now);
    return {};
}

void Meeting::resume(std::uint64_t id, std::string title, Instant since, Instant now) {
    meeting_ = {.id = id, .title = std::move(title), .open = true};
    opened_ = since;
    next_meeting_ = std::max(next_meeting_, id + 1);
    // As the chair had set it; the floor itself waits for go_on().
    if (past_) rooms_.at(plenary).arbiter.run_as(past_->rooms.front().floor);
    note(MeetingNote::What::restarted, plenary, no_box, {}, now);
    settle(now);
}

Meeting::Done Meeting::close_meeting(Instant now) {
    if (!meeting_.open) return Unexpected(std::string("no meeting is open"));
    while (rooms_.size() > 1)
        (void)close_room(rooms_.rbegin()->first, now);
    Room& all = rooms_.at(plenary);
    all.arbiter.clear(now);
    (void)record(all, false, now);
    for (const auto& [id, box] : boxes_)
        (void)calls_.end(id);
    settle(now);  // what has ended with it stands before its end in the minutes
    note(MeetingNote::What::meeting_closed, plenary, no_box, meeting_.title, now);
    meeting_.open = false;
    return {};
}

Meeting::Done Meeting::record(Room& room, bool on, Instant now) {
    if (on && !meeting_.open) {
        return Unexpected(std::string("no meeting is open: open it, and then record"));
    }
    if (room.recording == on) return {};
    room.recording = on;
    note(on ? MeetingNote::What::recording_on : MeetingNote::What::recording_off, room.id, no_box,
         {}, now);
    return {};
}

Meeting::Done Meeting::begin_self_test(Instant now) {
    if (tests_.running()) return Unexpected(std::string("a self-test is running"));
    std::vector<BoxId> asked;
    for (const auto& [id, box] : boxes_) {
        if (box.presence == net::Presence::joined) asked.push_back(id);
    }
    if (asked.empty()) return Unexpected(std::string("no box is connected"));
    tests_.begin(asked, now);
    note(MeetingNote::What::self_test_begun, plenary, no_box,
         std::to_string(asked.size()) + " boxes", now);
    for (const BoxId id : asked) {
        if (speaks(id)) tests_.fail(id, net::SelfTestTrouble::speaks);
    }
    if (!tests_.running()) note_self_test(now);
    return {};
}

void Meeting::note_self_test(Instant now) {
    std::size_t well = 0;
    std::size_t failed = 0;
    for (const auto& [id, box] : boxes_) {
        const auto state = tests_.result_of(id).state;
        well += state == net::SelfTestState::ok ? 1 : 0;
        failed += state == net::SelfTestState::failed ? 1 : 0;
    }
    note(MeetingNote::What::self_test_ended, plenary, no_box,
         std::to_string(well) + " well, " + std::to_string(failed) + " failed", now);
}

}  // namespace giaoban::mixer
