// The chair's words, and how the floor is given and taken.
#include <algorithm>
#include <utility>

#include "net/floor/arbiter.h"

namespace giaoban::net {

std::string_view to_text(FloorRefusal refusal) noexcept {
    switch (refusal) {
        case FloorRefusal::unknown_box: return "no such box is in the meeting";
        case FloorRefusal::not_here: return "the box is not connected";
        case FloorRefusal::is_muted: return "the box is muted: unmute it first";
        case FloorRefusal::is_chair: return "the chair's box always may speak";
        case FloorRefusal::not_on_floor: return "the box neither speaks nor waits";
        case FloorRefusal::nobody_waits: return "nobody who is connected waits for the floor";
        case FloorRefusal::policy_forbids:
            return "the policy is `chair`, nobody else may speak: set the policy `queue` or `open`";
        case FloorRefusal::floor_full:
            return "all open microphones are in use: revoke one, or set the policy `open` with "
                   "more";
        case FloorRefusal::limit_too_short:
            return "a time limit must be longer than the warning before its end; 0 is no limit";
        case FloorRefusal::not_speaking: return "the box does not speak";
        case FloorRefusal::no_limit: return "the box speaks without a time limit";
        case FloorRefusal::no_time_given: return "more time is 1 second to 24 hours";
        case FloorRefusal::not_waiting: return "the box does not wait for the floor";
    }
    return "?";
}

Arbiter::Answer Arbiter::grant(BoxId id, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr) return Unexpected(FloorRefusal::unknown_box);
    if (!box->here) return Unexpected(FloorRefusal::not_here);
    if (is_muted(id)) return Unexpected(FloorRefusal::is_muted);
    if (speaks(id)) {
        start_clock(*box);
        note(What::extended, id, Why::chair);
        return {};
    }
    if (box->role == Role::member) {
        if (settings_.policy == FloorPolicy::chair) return Unexpected(FloorRefusal::policy_forbids);
        if (settings_.policy == FloorPolicy::open && members_speaking() >= members_allowed()) {
            return Unexpected(FloorRefusal::floor_full);
        }
        if (settings_.policy == FloorPolicy::queue) end_members(0, Why::handed_over);
    }
    give_floor(id, Why::chair);
    serve_queue();
    return {};
}

Expected<BoxId, FloorRefusal> Arbiter::grant_next(Instant now) {
    advance(now);
    if (settings_.policy == FloorPolicy::chair) return Unexpected(FloorRefusal::policy_forbids);
    const auto next = first_who_is_here();
    if (!next) return Unexpected(FloorRefusal::nobody_waits);
    if (const Answer answer = grant(*next, now); !answer) return Unexpected(answer.error());
    return *next;
}

Arbiter::Answer Arbiter::revoke(BoxId id, Instant now) {
    advance(now);
    if (find(id) == nullptr) return Unexpected(FloorRefusal::unknown_box);
    const bool ended = end_floor(id, Why::chair) || end_waiting(id, Why::chair);
    if (!ended) return Unexpected(FloorRefusal::not_on_floor);
    serve_queue();
    return {};
}

Arbiter::Answer Arbiter::mute(BoxId id, Instant now) {
    advance(now);
    const Box* box = find(id);
    if (box == nullptr) return Unexpected(FloorRefusal::unknown_box);
    if (box->role == Role::chair) return Unexpected(FloorRefusal::is_chair);
    silence(id);
    serve_queue();
    return {};
}

void Arbiter::silence(BoxId id) {
    if (is_muted(id)) return;
    end_floor(id, Why::muted);
    end_waiting(id, Why::muted);
    muted_.insert(id);
    note(What::muted, id, Why::chair);
}

void Arbiter::mute_all(Instant now) {
    advance(now);
    for (const auto& [id, box] : boxes_) {
        if (box.role == Role::member) silence(id);
    }
}

void Arbiter::unmute_all(Instant now) {
    advance(now);
    for (const BoxId id : std::exchange(muted_, {}))
        note(What::unmuted, id, Why::chair);
}

Arbiter::Answer Arbiter::unmute(BoxId id, Instant now) {
    advance(now);
    if (muted_.erase(id) > 0) {
        note(What::unmuted, id, Why::chair);
    } else if (find(id) == nullptr) {
        return Unexpected(FloorRefusal::unknown_box);
    }
    return {};
}

void Arbiter::set_policy(FloorPolicy policy, Instant now) {
    advance(now);
    settings_.policy = policy;
    note(What::policy_set, no_box, Why::chair);
    keep_to_policy();
    serve_queue();
}

void Arbiter::set_queue_grants(QueueGrants grants, Instant now) {
    advance(now);
    settings_.queue_grants = grants;
    note(What::policy_set, no_box, Why::chair);
    serve_queue();
}

void Arbiter::set_open_microphones(std::uint16_t microphones, Instant now) {
    advance(now);
    settings_.open_microphones = std::max<std::uint16_t>(microphones, 1);
    note(What::policy_set, no_box, Why::chair);
    keep_to_policy();
    serve_queue();
}

Arbiter::Answer Arbiter::set_time_limit(Seconds limit, Instant now) {
    advance(now);
    if (limit != Seconds{0} && limit <= settings_.warn_before) {
        return Unexpected(FloorRefusal::limit_too_short);
    }
    settings_.time_limit = limit;
    note(What::limit_set, no_box, Why::chair);
    for (const BoxId id : speakers_) {
        Box& box = *find(id);
        if (box.role == Role::chair) continue;
        box.warned = false;
        box.time_over = limit == Seconds{0} ? never
                                            : std::max(box.granted + Duration{limit},
                                                       now_ + Duration{settings_.warn_before});
    }
    advance(now);
    return {};
}

Arbiter::Answer Arbiter::more_time(BoxId id, Seconds more, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr) return Unexpected(FloorRefusal::unknown_box);
    if (more <= Seconds{0} || more > most_more_time) {
        return Unexpected(FloorRefusal::no_time_given);
    }
    if (!speaks(id)) return Unexpected(FloorRefusal::not_speaking);
    if (box->time_over == never) return Unexpected(FloorRefusal::no_limit);
    box->time_over += Duration{more};
    box->warned = false;
    note(What::more_time, id, Why::chair);
    advance(now);
    return {};
}

Arbiter::Answer Arbiter::to_replies(BoxId id, Instant now) {
    advance(now);
    if (find(id) == nullptr) return Unexpected(FloorRefusal::unknown_box);
    if (place_of(id) == 0) return Unexpected(FloorRefusal::not_waiting);
    if (!is_replying(id)) reply(id, Why::chair);
    return {};
}

void Arbiter::hold(bool held, Instant now) {
    advance(now);
    if (held_ == held) return;
    held_ = held;
    note(held ? What::held : What::unheld, no_box, Why::chair);
    serve_queue();
}

void Arbiter::clear(Instant now) {
    advance(now);
    // So that nobody takes the place of who is sent away. Nobody ordered it, so nothing is told of it.
    const bool was_held = std::exchange(held_, true);
    for (const BoxId id : boxes()) {
        end_floor(id, Why::chair);
        end_waiting(id, Why::chair);
    }
    unmute_all(now);
    if (was_held) hold(false, now);
    held_ = false;
}

void Arbiter::start_clock(Box& box) const noexcept {
    const bool limited = box.role == Role::member && settings_.time_limit > Seconds{0};
    box.warned = false;
    box.time_over = limited ? now_ + Duration{settings_.time_limit} : never;
}

void Arbiter::give_floor(BoxId id, Why why) {
    std::erase(waiting_, id);
    std::erase(replies_, id);
    Box& box = *find(id);
    box.granted = now_;
    start_clock(box);
    speakers_.push_back(id);
    note(What::granted, id, why);
}

bool Arbiter::end_floor(BoxId id, Why why) {
    if (std::erase(speakers_, id) == 0) return false;
    if (find(id)->role == Role::member) floor_freed_ = now_;
    note(What::ended, id, why);
    return true;
}

bool Arbiter::end_waiting(BoxId id, Why why) {
    if (std::erase(waiting_, id) + std::erase(replies_, id) == 0) return false;
    note(What::withdrew, id, why);
    return true;
}

void Arbiter::end_members(std::size_t keep, Why why) {
    const std::vector<BoxId> speakers = speakers_;
    for (const BoxId id : speakers) {
        if (find(id)->role == Role::chair) continue;
        if (keep > 0) {
            --keep;
        } else {
            end_floor(id, why);
        }
    }
}

void Arbiter::keep_to_policy() { end_members(members_allowed(), Why::policy); }

void Arbiter::serve_queue() {
    if (held_) return;
    const bool chair_speaks = speakers_.size() > members_speaking();
    const bool by_itself = settings_.policy == FloorPolicy::open ||
                           (settings_.policy == FloorPolicy::queue &&
                            settings_.queue_grants == QueueGrants::automatic && !chair_speaks);
    while (by_itself && members_speaking() < members_allowed()) {
        const auto next = first_who_is_here();
        if (!next) return;
        give_floor(*next, Why::its_turn);
    }
}

Instant Arbiter::warning_at(const Box& box) const noexcept {
    if (box.warned || box.time_over == never) return never;
    return box.time_over - Duration{settings_.warn_before};
}

Arbiter::Box* Arbiter::find(BoxId id) noexcept {
    const auto found = boxes_.find(id);
    return found == boxes_.end() ? nullptr : &found->second;
}

const Arbiter::Box* Arbiter::find(BoxId id) const noexcept {
    const auto found = boxes_.find(id);
    return found == boxes_.end() ? nullptr : &found->second;
}

std::uint16_t Arbiter::place_of(BoxId id) const noexcept {
    for (const auto* list : {&replies_, &waiting_}) {
        const auto found = std::find(list->begin(), list->end(), id);
        if (found != list->end()) return static_cast<std::uint16_t>(found - list->begin() + 1);
    }
    return 0;
}

bool Arbiter::is_replying(BoxId id) const noexcept {
    return std::find(replies_.begin(), replies_.end(), id) != replies_.end();
}

bool Arbiter::speaks(BoxId id) const noexcept {
    return std::find(speakers_.begin(), speakers_.end(), id) != speakers_.end();
}

bool Arbiter::may_speak(BoxId id) const noexcept { return speaks(id); }

bool Arbiter::is_muted(BoxId id) const noexcept { return muted_.count(id) > 0; }

std::size_t Arbiter::members_speaking() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(speakers_.begin(), speakers_.end(),
                      [this](BoxId id) { return find(id)->role == Role::member; }));
}

std::size_t Arbiter::members_allowed() const noexcept {
    switch (settings_.policy) {
        case FloorPolicy::queue: return 1;
        case FloorPolicy::open: return settings_.open_microphones;
        case FloorPolicy::chair: return 0;
    }
    return 0;
}

std::optional<BoxId> Arbiter::first_who_is_here() const noexcept {
    for (const auto* list : {&replies_, &waiting_}) {
        const auto found =
            std::find_if(list->begin(), list->end(), [this](BoxId id) { return find(id)->here; });
        if (found != list->end()) return *found;
    }
    return std::nullopt;
}

}  // namespace giaoban::net
