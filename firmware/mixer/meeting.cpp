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
    : settings_(settings),
      sink_(sink),
      calls_(settings.first_number),
      tests_(settings.first_number),
      doctor_(settings.first_number),
      next_meeting_(settings.next_meeting),
      next_visit_(std::max<std::uint32_t>(settings.first_number, 1)),
      recovery_(now),
      began_(now),
      deadline_(recovery_.next_deadline()) {
    rooms_.try_emplace(plenary, plenary, std::string{}, settings.floor);
}

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
    if (other_role && arbiter_of(box).standing(id, now)) (void)arbiter_of(box).join(id, role, now);
    settle(now);
}

void Meeting::strike(BoxId id, Instant now) {
    Box* box = find(id);
    if (box == nullptr) return;
    // Whoever was there is away from now on: the roll says so.
    lost(id, now);
    arbiter_of(*box).leave(id, now);
    (void)calls_.end(id);
    tests_.forget(id);
    doctor_.forget(id);
    settle(now);
    boxes_.erase(id);
    settle(now);
}

void Meeting::come(BoxId id, Instant now) {
    Box* box = find(id);
    if (box == nullptr) return;
    if (arbiter_of(*box).join(id, box->role, now) && box->presence != net::Presence::joined) {
        box->presence = net::Presence::joined;
        box->since = now;
        box->turned_away.reset();
    }
    box->missed = false;
    changed_ = true;
    settle(now);
}

// Its session is new, and has been told nothing yet.
void Meeting::joined(BoxId id, Instant now) {
    if (Box* box = find(id)) box->shown.reset();
    come(id, now);
}

// Away for longer than its grace, it had left: it comes anew.
void Meeting::returned(BoxId id, Instant now) { come(id, now); }

void Meeting::lost(BoxId id, Instant now) {
    Box* box = find(id);
    if (box == nullptr || box->presence != net::Presence::joined) return;
    box->presence = net::Presence::lost;
    box->since = now;
    arbiter_of(*box).lost(id, now);
    settle(now);
}

void Meeting::presses(BoxId id, std::uint32_t short_presses, std::uint32_t long_presses,
                      Instant now) {
    const Box* box = find(id);
    if (box == nullptr) return;
    arbiter_of(*box).pressed(id, short_presses, long_presses, now);
    changed_ = true;  // at least which presses were counted
    settle(now);
}

void Meeting::told(BoxId id, const net::BoxState& state, Instant now) {
    Box* box = find(id);
    if (box == nullptr) return;
    find_again(id, *box, state.stay, now);
    hear_of_past(id, *box, state, now);
    recovery_.remember(id, {state.floor_seen, state.place_seen, state.reply_seen}, now);
    const bool answered = calls_.answered(id, state.call_answered);
    if (answered) note(MeetingNote::What::call_answered, box->room, id, {}, now);
    const bool tested = tests_.told(id, state.self_test);
    if (tested && !tests_.running()) note_self_test(now);
    const bool examined = doctor_.told(id, state.doctor);
    if (answered || tested || examined) settle(now);
}

void Meeting::turned_away(std::string_view name, net::RefusalReason why, Instant now) {
    const auto box = named(name);
    if (!box) return;
    boxes_.at(*box).turned_away = why;
    boxes_.at(*box).turned_away_at = now;
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
    end_recall(now);
    changed_ = true;
    for (const BoxId id : past->muted) {
        if (const Box* box = find(id)) (void)arbiter_of(*box).mute(id, now);
    }
    for (const auto& [id, reply] : past->ask) {
        const Box* box = find(id);
        if (box == nullptr) continue;
        net::Arbiter& arbiter = arbiter_of(*box);
        const auto standing = arbiter.standing(id, now);
        const bool idle = standing && standing->state == FloorState::idle;
        if (!idle || standing->role == Role::chair) continue;
        arbiter.press_short(id, now);
        if (reply) (void)arbiter.to_replies(id, now);
    }
}

void Meeting::on_time(Instant now) {
    for (auto& [id, room] : rooms_)
        room.arbiter.on_time(now);
    for (const BoxId id : calls_.on_time(now)) {
        const Box* box = find(id);
        note(MeetingNote::What::call_ended, box == nullptr ? plenary : box->room, id, "no answer",
             now);
    }
    if (tests_.running()) {
        tests_.on_time(now, [this](BoxId id) { return is_joined(id); });
        if (!tests_.running()) note_self_test(now);
    }
    doctor_.on_time(now);
    recover(now);
    settle(now);
}

// After every call that may have changed anything.
void Meeting::settle(Instant now) {
    follow_policies();
    deadline_ = std::min({recovery_.next_deadline(), calls_.next_deadline(), tests_.next_deadline(),
                          doctor_.next_deadline()});
    std::vector<std::pair<RoomId, FloorEvent>> events;
    for (auto& [id, room] : rooms_) {
        for (const FloorEvent& event : room.arbiter.take_events())
            events.emplace_back(id, event);
        deadline_ = std::min(deadline_, room.arbiter.next_deadline());
    }
    if (changed_ || !events.empty()) remember(now);
    for (const auto& [id, event] : events)
        tell(event, id);
    set_microphones(now);
    show_views(now);
}

void Meeting::follow_policies() {
    for (auto& [id, room] : rooms_) {
        const FloorPolicy policy = room.arbiter.settings().policy;
        if (room.policy_told == policy) continue;
        room.policy_told = policy;
        sink_.policy_is(id, policy);
    }
}

void Meeting::tell(const FloorEvent& event, RoomId room) {
    if (event.what == FloorEvent::What::ended) closings_[event.box] = closing_for(event.why);
    // Who speaks need not be called any more.
    if (event.what == FloorEvent::What::granted) (void)calls_.end(event.box);
    sink_.happened(event, room, name_of(event.box));
}

void Meeting::note(MeetingNote::What what, RoomId room, BoxId box, std::string text, Instant now) {
    remember(now);
    sink_.noted({.what = what,
                 .room = room,
                 .box = box,
                 .meeting = meeting_.open ? meeting_.id : 0,
                 .text = std::move(text)},
                name_of(box), now);
}

void Meeting::set_microphones(Instant now) {
    for (auto& [id, box] : boxes_) {
        const bool open = arbiter_of(box).may_speak(id);
        if (open == box.open) continue;
        box.open = open;
        if (open) {
            sink_.open_microphone(id, box.room);
            continue;
        }
        const auto how = closings_.find(id);
        const auto closing = how == closings_.end() ? audio::Closing::now : how->second;
        box.heard_until = closing == audio::Closing::drain ? now + drains_for : now;
        sink_.close_microphone(id, box.room, closing);
    }
    closings_.clear();
}

bool Meeting::is_heard(BoxId id, Instant now) const noexcept {
    const Box* box = find(id);
    return box != nullptr && (box->open || now < box->heard_until);
}

bool Meeting::speaks(BoxId id) const noexcept {
    const Box* box = find(id);
    return box != nullptr && arbiter_of(*box).may_speak(id);
}

bool Meeting::is_joined(BoxId id) const noexcept {
    const Box* box = find(id);
    return box != nullptr && box->presence == net::Presence::joined;
}

Role Meeting::role_of(BoxId id) const noexcept {
    const Box* box = find(id);
    return box != nullptr ? box->role : Role::member;
}

std::string_view Meeting::name_of(BoxId id) const noexcept {
    const Box* box = find(id);
    return box == nullptr ? std::string_view{} : std::string_view{box->name};
}

}  // namespace giaoban::mixer
