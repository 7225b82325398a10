// What the boxes and the chair are shown of the Meeting.
#include <algorithm>
#include <chrono>

#include "firmware/mixer/meeting.h"

namespace giaoban::mixer {

namespace {

Seconds in_seconds(Duration length) noexcept { return std::chrono::duration_cast<Seconds>(length); }

net::Problem problem_of(net::RefusalReason why) noexcept {
    return why == net::RefusalReason::full ? net::Problem::meeting_full : net::Problem::not_let_in;
}

}  // namespace

net::MeetingView Meeting::common_view(const Room& room) const {
    net::MeetingView view;
    view.policy = room.arbiter.settings().policy;
    view.held = room.arbiter.held();
    for (const BoxId id : room.arbiter.speakers()) {
        if (view.speakers.size() < net::max_speakers_named) view.speakers.emplace_back(name_of(id));
    }
    view.speaking = static_cast<std::uint16_t>(room.arbiter.speakers().size());
    view.queue_length =
        static_cast<std::uint16_t>(room.arbiter.waiting().size() + room.arbiter.replies().size());
    for (const auto& [id, box] : boxes_) {
        if (box.room != room.id) continue;
        ++view.enrolled;
        if (box.presence != net::Presence::joined) continue;
        ++view.connected;
        view.chair_present = view.chair_present || box.role == Role::chair;
    }
    view.stay.room = room.id;
    view.stay.title = room.title;
    view.stay.recording = room.recording;
    return view;
}

void Meeting::show_views(Instant now) {
    for (const auto& [room_id, room] : rooms_) {
        net::MeetingView view = common_view(room);
        for (auto& [id, box] : boxes_) {
            if (box.room != room_id) continue;
            const auto standing = room.arbiter.standing(id, now);
            if (!standing) continue;
            view.role = standing->role;
            view.floor = standing->state;
            view.place = standing->place;
            view.reply = standing->reply;
            view.warned = standing->warned;
            view.stay.visit = box.visit;
            view.stay.from = box.hears_from;
            view.call = calls_.number_of(id);
            view.self_test = tests_.number_for(id);
            view.doctor = doctor_.number_for(id);
            view.uplink_rung = static_cast<std::uint8_t>(box.up);
            view.floor_ends.reset();
            if (standing->time_left) view.floor_ends = now + *standing->time_left;
            // Its way down is told along with other news: to answer each change would cost a listener a tenth of what
            // it may send.
            const auto down = static_cast<std::uint8_t>(box.down);
            view.downlink_rung = box.shown ? box.shown->downlink_rung : down;
            if (box.shown == view) continue;
            view.downlink_rung = down;
            box.shown = view;
            sink_.show(id, view, now);
        }
    }
}

net::BoxRow Meeting::row(BoxId id, const Box& box, Instant now) const {
    net::BoxRow row;
    row.box = id;
    row.name = box.name;
    row.role = box.role;
    row.presence = box.presence;
    row.room = box.room;
    row.uplink_rung = static_cast<std::uint8_t>(box.up);
    row.downlink_rung = static_cast<std::uint8_t>(box.down);
    row.called = calls_.number_of(id) != 0;
    row.self_test = tests_.result_of(id);
    if (box.turned_away && now - box.turned_away_at < refusal_shown) {
        row.problems.push_back(problem_of(*box.turned_away));
    }
    if (box.presence != net::Presence::never) row.in_presence = in_seconds(now - box.since);
    if (const auto standing = arbiter_of(box).standing(id, now)) {
        row.floor = standing->state;
        row.place = standing->place;
        row.reply = standing->reply;
        if (standing->waited) row.waited = in_seconds(*standing->waited);
        if (standing->time_left) {
            row.time_left = std::chrono::duration_cast<Milliseconds>(*standing->time_left);
        }
    }
    return row;
}

net::MeetingStatus Meeting::status(Instant now) const {
    net::MeetingStatus status;
    const Room& all = rooms_.at(plenary);
    const auto& settings = all.arbiter.settings();
    status.policy = settings.policy;
    status.open_microphones = settings.open_microphones;
    status.queue_grants = settings.queue_grants;
    status.time_limit = settings.time_limit;
    status.uptime = in_seconds(now - began_);
    status.meeting = meeting_;
    if (meeting_.open) status.meeting.open_for = in_seconds(now - opened_);
    status.held = all.arbiter.held();
    status.recording = all.recording;
    status.max_boxes = settings_.max_boxes;
    status.self_test_running = tests_.running();
    for (const auto& [id, box] : boxes_)
        status.boxes.push_back(row(id, box, now));
    for (const auto& [id, room] : rooms_) {
        if (id != plenary) status.rooms.push_back(row(room));
    }
    status.queue.assign(all.arbiter.waiting().begin(), all.arbiter.waiting().end());
    status.replies.assign(all.arbiter.replies().begin(), all.arbiter.replies().end());
    status.speakers.assign(all.arbiter.speakers().begin(), all.arbiter.speakers().end());
    return status;
}

}  // namespace giaoban::mixer
