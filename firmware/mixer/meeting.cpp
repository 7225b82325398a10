#include "firmware/mixer/meeting.h"

#include <algorithm>
#include <utility>

namespace giaoban::mixer {

namespace {

using net::FloorEvent;

// What a talker said before the arbiter took the floor from it does not belong to the meeting any more; what it said
// before it gave the floor up, or before its time was over, does, and is still on its way.
audio::Closing closing_for(FloorEvent::Why why) noexcept {
    switch (why) {
        case FloorEvent::Why::pressed:
        case FloorEvent::Why::time_limit:
        case FloorEvent::Why::link: return audio::Closing::drain;
        default: return audio::Closing::now;
    }
}

// As long as a closing microphone may drain: TalkerSlot gives it 1.5 s.
constexpr Duration drains_for = std::chrono::milliseconds(1500);

}  // namespace

Meeting::Meeting(const MeetingSettings& settings, MeetingSink& sink, Instant now)
    : arbiter_(settings.floor),
      sink_(sink),
      recovery_(now),
      began_(now),
      deadline_(recovery_.next_deadline()) {}

Meeting::Box* Meeting::find(BoxId box) noexcept {
    const auto found = boxes_.find(box);
    return found == boxes_.end() ? nullptr : &found->second;
}

const Meeting::Box* Meeting::find(BoxId box) const noexcept {
    const auto found = boxes_.find(box);
    return found == boxes_.end() ? nullptr : &found->second;
}

void Meeting::enroll(BoxId id, std::string name, Role role, Instant now) {
    Box& box = boxes_[id];
    const bool other_role = box.role != role;
    box.name = std::move(name);
    box.role = role;
    if (other_role && arbiter_.standing(id, now)) (void)arbiter_.join(id, role, now);
    settle(now);
}

void Meeting::strike(BoxId id, Instant now) {
    if (find(id) == nullptr) return;
    arbiter_.leave(id, now);
    settle(now);
    boxes_.erase(id);
    settle(now);
}

void Meeting::come(BoxId id, Instant now) {
    Box* box = find(id);
    if (box == nullptr) return;
    if (arbiter_.join(id, box->role, now) && box->presence != net::Presence::joined) {
        box->presence = net::Presence::joined;
        box->since = now;
    }
    settle(now);
}

void Meeting::joined(BoxId id, Instant now) { come(id, now); }

// Away for longer than its grace, it had left: it comes anew.
void Meeting::returned(BoxId id, Instant now) { come(id, now); }

void Meeting::lost(BoxId id, Instant now) {
    Box* box = find(id);
    if (box == nullptr || box->presence != net::Presence::joined) return;
    box->presence = net::Presence::lost;
    box->since = now;
    arbiter_.lost(id, now);
    settle(now);
}

void Meeting::presses(BoxId id, std::uint32_t short_presses, std::uint32_t long_presses,
                      Instant now) {
    if (find(id) == nullptr) return;
    arbiter_.pressed(id, short_presses, long_presses, now);
    settle(now);
}

void Meeting::told(BoxId id, FloorState seen, std::uint16_t place, Instant now) {
    if (find(id) != nullptr) recovery_.remember(id, seen, place, now);
}

void Meeting::set_rungs(BoxId id, net::RungIndex up, net::RungIndex down, Instant now) {
    Box* box = find(id);
    if (box == nullptr || (box->up == up && box->down == down)) return;
    box->up = up;
    box->down = down;
    show_views(now);
}

void Meeting::recover(Instant now) {
    const auto past = recovery_.take(now);
    if (!past) return;
    for (const BoxId box : past->muted)
        (void)arbiter_.mute(box, now);
    for (const BoxId box : past->ask) {
        const auto standing = arbiter_.standing(box, now);
        const bool idle = standing && standing->state == FloorState::idle;
        if (idle && standing->role != Role::chair) arbiter_.press_short(box, now);
    }
}

void Meeting::on_time(Instant now) {
    arbiter_.on_time(now);
    recover(now);
    settle(now);
}

// After every call that may have changed anything.
void Meeting::settle(Instant now) {
    for (const FloorEvent& event : arbiter_.take_events())
        tell(event);
    set_microphones(now);
    show_views(now);
    deadline_ = std::min(arbiter_.next_deadline(), recovery_.next_deadline());
}

void Meeting::tell(const FloorEvent& event) {
    if (event.what == FloorEvent::What::ended) closings_[event.box] = closing_for(event.why);
    sink_.happened(event, name_of(event.box));
}

void Meeting::set_microphones(Instant now) {
    for (auto& [id, box] : boxes_) {
        const bool open = arbiter_.may_speak(id);
        if (open == box.open) continue;
        box.open = open;
        if (open) {
            sink_.open_microphone(id);
            continue;
        }
        const auto how = closings_.find(id);
        const auto closing = how == closings_.end() ? audio::Closing::now : how->second;
        box.heard_until = closing == audio::Closing::drain ? now + drains_for : now;
        sink_.close_microphone(id, closing);
    }
    closings_.clear();
}

net::MeetingView Meeting::common_view() const {
    net::MeetingView view;
    view.policy = arbiter_.settings().policy;
    for (const BoxId id : arbiter_.speakers()) {
        if (view.speakers.size() < net::max_speakers_named) view.speakers.emplace_back(name_of(id));
    }
    view.speaking = static_cast<std::uint16_t>(arbiter_.speakers().size());
    view.enrolled = static_cast<std::uint16_t>(boxes_.size());
    view.queue_length = static_cast<std::uint16_t>(arbiter_.waiting().size());
    for (const auto& [id, box] : boxes_) {
        if (box.presence != net::Presence::joined) continue;
        ++view.connected;
        view.chair_present = view.chair_present || box.role == Role::chair;
    }
    return view;
}

void Meeting::show_views(Instant now) {
    net::MeetingView view = common_view();
    for (auto& [id, box] : boxes_) {
        const auto standing = arbiter_.standing(id, now);
        if (!standing) continue;
        view.role = standing->role;
        view.floor = standing->state;
        view.place = standing->place;
        view.warned = standing->warned;
        view.uplink_rung = static_cast<std::uint8_t>(box.up);
        view.floor_ends.reset();
        if (standing->time_left) view.floor_ends = now + *standing->time_left;
        // Its way down is told along with other news: to answer each change would cost a listener a tenth of what it may
        // send.
        const auto down = static_cast<std::uint8_t>(box.down);
        view.downlink_rung = box.shown ? box.shown->downlink_rung : down;
        if (box.shown == view) continue;
        view.downlink_rung = down;
        box.shown = view;
        sink_.show(id, view, now);
    }
}

bool Meeting::is_heard(BoxId id, Instant now) const noexcept {
    const Box* box = find(id);
    return box != nullptr && (box->open || now < box->heard_until);
}

bool Meeting::is_joined(BoxId id) const noexcept {
    const Box* box = find(id);
    return box != nullptr && box->presence == net::Presence::joined;
}

std::string_view Meeting::name_of(BoxId id) const noexcept {
    const Box* box = find(id);
    return box == nullptr ? std::string_view{} : std::string_view{box->name};
}

}  // namespace giaoban::mixer
