// The chair's words and what there is to know: the part of Meeting behind the local socket.
#include <algorithm>
#include <chrono>

#include "firmware/mixer/meeting.h"

namespace giaoban::mixer {

namespace {

using Kind = net::MeetingRequest::Kind;

Expected<void, std::string> answer(const net::Arbiter::Answer& done) {
    if (done) return {};
    return Unexpected(std::string(net::to_text(done.error())));
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

Expected<void, std::string> Meeting::request(const net::MeetingRequest& request, Instant now) {
    Expected<void, std::string> done;
    switch (request.kind) {
        case Kind::status: break;
        case Kind::grant_next: {
            const auto granted = arbiter_.grant_next(now);
            if (!granted) done = Unexpected(std::string(net::to_text(granted.error())));
            break;
        }
        case Kind::set_policy: done = set_policy(request, now); break;
        case Kind::set_time_limit:
            done = answer(arbiter_.set_time_limit(request.time_limit, now));
            break;
        default: {
            const auto box = named(request.name);
            done = box ? steer(request, *box, now)
                       : Expected<void, std::string>(Unexpected(box.error()));
        }
    }
    settle(now);
    return done;
}

Expected<void, std::string> Meeting::set_policy(const net::MeetingRequest& request, Instant now) {
    if (request.open_microphones > most_open_microphones) {
        return Unexpected("at most " + std::to_string(most_open_microphones) +
                          " microphones can be open at once");
    }
    arbiter_.set_policy(request.policy, now);
    if (request.policy == FloorPolicy::open && request.open_microphones > 0) {
        arbiter_.set_open_microphones(request.open_microphones, now);
    }
    if (request.policy == FloorPolicy::queue) arbiter_.set_queue_grants(request.queue_grants, now);
    return {};
}

Expected<void, std::string> Meeting::steer(const net::MeetingRequest& request, BoxId box,
                                           Instant now) {
    switch (request.kind) {
        case Kind::grant: return answer(arbiter_.grant(box, now));
        case Kind::revoke: return answer(arbiter_.revoke(box, now));
        case Kind::mute: return answer(arbiter_.mute(box, now));
        case Kind::unmute: return answer(arbiter_.unmute(box, now));
        default: return Unexpected(std::string("this mixing box does not know that request"));
    }
}

net::BoxRow Meeting::row(BoxId id, const Box& box, Instant now) const {
    net::BoxRow row;
    row.box = id;
    row.name = box.name;
    row.role = box.role;
    row.presence = box.presence;
    row.uplink_rung = static_cast<std::uint8_t>(box.up);
    row.downlink_rung = static_cast<std::uint8_t>(box.down);
    if (box.presence != net::Presence::never) {
        row.in_presence = std::chrono::duration_cast<Seconds>(now - box.since);
    }
    if (const auto standing = arbiter_.standing(id, now)) {
        row.floor = standing->state;
        row.place = standing->place;
        if (standing->time_left) {
            row.time_left = std::chrono::duration_cast<Milliseconds>(*standing->time_left);
        }
    }
    return row;
}

net::MeetingStatus Meeting::status(Instant now) const {
    net::MeetingStatus status;
    const auto& settings = arbiter_.settings();
    status.policy = settings.policy;
    status.open_microphones = settings.open_microphones;
    status.queue_grants = settings.queue_grants;
    status.time_limit = settings.time_limit;
    status.uptime = std::chrono::duration_cast<Seconds>(now - began_);
    for (const auto& [id, box] : boxes_)
        status.boxes.push_back(row(id, box, now));
    status.queue.assign(arbiter_.waiting().begin(), arbiter_.waiting().end());
    status.speakers.assign(arbiter_.speakers().begin(), arbiter_.speakers().end());
    return status;
}

}  // namespace giaoban::mixer
