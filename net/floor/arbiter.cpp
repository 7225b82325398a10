#include "net/floor/arbiter.h"

#include <algorithm>
#include <utility>

#include "config/vocab/ensure.h"

namespace giaoban::net {

Arbiter::Arbiter(const FloorSettings& settings) : settings_(settings) {
    ensure(settings.open_microphones >= 1, "the open policy has a microphone to open");
    ensure(settings.warn_before >= Seconds{0}, "a warning comes before the end");
    ensure(settings.time_limit == Seconds{0} || settings.time_limit > settings.warn_before,
           "a time limit is longer than the warning before its end");
    ensure(settings.floor_grace >= Seconds{0} && settings.place_grace >= Seconds{0},
           "a grace is not negative");
}

bool Arbiter::join(BoxId id, Role role, Instant now) {
    advance(now);
    if (find(id) == nullptr) {
        if (boxes_.size() >= settings_.max_boxes) return false;
        boxes_.emplace(id, Box{});
        note(What::joined, id, Why::none);
    }
    Box& box = *find(id);
    box.role = role;
    if (role == Role::chair) muted_.erase(id);
    come_back(id, box);
    keep_to_policy();
    serve_queue();
    return true;
}

void Arbiter::lost(BoxId id, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr || !box->here) return;
    box->here = false;
    box->lost_at = now_;
    note(What::lost, id, Why::link);
}

void Arbiter::returned(BoxId id, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr) return;
    come_back(id, *box);
    serve_queue();
}

void Arbiter::leave(BoxId id, Instant now) {
    advance(now);
    if (find(id) == nullptr) return;
    end_floor(id, Why::chair);
    end_waiting(id, Why::chair);
    muted_.erase(id);
    boxes_.erase(id);
    note(What::left, id, Why::chair);
    serve_queue();
}

void Arbiter::press_short(BoxId id, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr) return;
    come_back(id, *box);
    if (speaks(id)) {
        if (now_ - box->granted >= settle) end_floor(id, Why::pressed);
    } else if (is_muted(id)) {
        note(What::denied, id, Why::muted);
    } else if (box->role == Role::chair) {
        give_floor(id, Why::pressed);
    } else if (place_of(id) == 0) {
        ask(id);
    }
    serve_queue();
}

void Arbiter::press_long(BoxId id, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr) return;
    come_back(id, *box);
    if (box->role == Role::chair) {
        take_over(id);
    } else {
        long_press_of_member(id, *box);
    }
    serve_queue();
}

void Arbiter::long_press_of_member(BoxId id, const Box& box) {
    if (end_floor(id, Why::pressed)) return;
    if (!is_replying(id)) {
        if (place_of(id) > 0) reply(id, Why::pressed);
    } else if (now_ - box.replied >= settle) {
        end_waiting(id, Why::pressed);
    }
}

void Arbiter::pressed(BoxId id, std::uint32_t short_presses, std::uint32_t long_presses,
                      Instant now) {
    if (long_presses > 0) {
        press_long(id, now);
    } else if (short_presses > 0) {
        press_short(id, now);
    }
}

void Arbiter::ask(BoxId id) {
    if (settings_.policy == FloorPolicy::chair) {
        note(What::denied, id, Why::policy);
    } else if (waiting_.size() + replies_.size() >= settings_.max_waiting) {
        note(What::denied, id, Why::queue_full);
    } else {
        waiting_.push_back(id);
        find(id)->asked = now_;
        note(What::asked, id, Why::pressed, place_of(id));
    }
}

void Arbiter::reply(BoxId id, Why why) {
    std::erase(waiting_, id);
    replies_.push_back(id);
    find(id)->replied = now_;
    note(What::replies, id, why, place_of(id));
}

void Arbiter::take_over(BoxId chair) {
    // Pressed while a member spoke who has stopped since: the chair wanted the floor, not the next.
    const bool just_freed = floor_freed_ && now_ - *floor_freed_ < settle;
    if (members_speaking() == 0 && !just_freed) {
        static_cast<void>(grant_next(now_));
        return;
    }
    end_members(0, Why::interrupted);
    if (!speaks(chair)) give_floor(chair, Why::pressed);
}

void Arbiter::come_back(BoxId id, Box& box) {
    if (box.here) return;
    box.here = true;
    note(What::returned, id, Why::none);
}

void Arbiter::on_time(Instant now) { advance(now); }

void Arbiter::advance(Instant now) {
    now_ = std::max(now_, now);
    if (next_deadline() > now_) return;
    const std::vector<BoxId> speakers = speakers_;
    for (const BoxId id : speakers) {
        Box& box = *find(id);
        if (box.time_over <= now_) {
            end_floor(id, Why::time_limit);
        } else if (warning_at(box) <= now_) {
            box.warned = true;
            note(What::warned, id, Why::time_limit);
        }
    }
    for (const BoxId id : boxes()) {
        const Box& box = *find(id);
        if (box.here) continue;
        if (now_ - box.lost_at >= settings_.floor_grace) end_floor(id, Why::link);
        if (now_ - box.lost_at < settings_.place_grace || speaks(id)) continue;
        end_waiting(id, Why::link);
        boxes_.erase(id);
        note(What::left, id, Why::link);
    }
    serve_queue();
}

Instant Arbiter::next_deadline() const noexcept {
    Instant next = never;
    for (const auto& [id, box] : boxes_) {
        if (speaks(id)) next = std::min({next, warning_at(box), box.time_over});
        if (box.here) continue;
        next = std::min(next,
                        box.lost_at + (speaks(id) ? settings_.floor_grace : settings_.place_grace));
    }
    return next;
}

std::optional<Standing> Arbiter::standing(BoxId id, Instant now) const {
    const Box* box = find(id);
    if (box == nullptr) return std::nullopt;
    Standing standing;
    standing.role = box->role;
    standing.here = box->here;
    standing.place = place_of(id);
    if (is_muted(id)) standing.state = FloorState::muted;
    const Instant at = std::max(now, now_);
    if (standing.place > 0) {
        standing.state = FloorState::waiting;
        standing.reply = is_replying(id);
        standing.waited = at - box->asked;
    }
    if (speaks(id)) {
        standing.state = FloorState::speaking;
        standing.spoken = at - box->granted;
        standing.warned = box->warned;
        if (box->time_over != never) {
            standing.time_left = std::max(Duration::zero(), box->time_over - at);
        }
    }
    return standing;
}

std::vector<BoxId> Arbiter::boxes() const {
    std::vector<BoxId> all;
    all.reserve(boxes_.size());
    for (const auto& [id, box] : boxes_)
        all.push_back(id);
    return all;
}

std::vector<FloorEvent> Arbiter::take_events() { return std::exchange(events_, {}); }

void Arbiter::note(What what, BoxId id, Why why, std::uint16_t place) {
    if (events_.size() >= max_events) {
        events_.erase(events_.begin());
        ++events_dropped_;
    }
    events_.push_back({now_, id, what, why, place});
}

}  // namespace giaoban::net
