// The floor over a restart of whoever runs it.
#include <algorithm>

#include "net/floor/arbiter.h"

namespace giaoban::net {

FloorMemory Arbiter::memory(Instant now) const {
    const Instant at = std::max(now, now_);
    FloorMemory memory{.policy = settings_.policy,
                       .queue_grants = settings_.queue_grants,
                       .open_microphones = settings_.open_microphones,
                       .time_limit = settings_.time_limit,
                       .held = held_,
                       .speakers = {},
                       .waiting = {},
                       .replies = {},
                       .muted = {muted_.begin(), muted_.end()}};
    for (const BoxId id : speakers_) {
        const Box& box = boxes_.at(id);
        FloorMemory::Speaker speaker{.box = id, .spoken = at - box.granted, .left = std::nullopt};
        if (box.time_over != never) speaker.left = std::max(Duration::zero(), box.time_over - at);
        memory.speakers.push_back(speaker);
    }
    for (const BoxId id : waiting_)
        memory.waiting.push_back({.box = id, .waited = at - boxes_.at(id).asked});
    for (const BoxId id : replies_)
        memory.replies.push_back({.box = id, .waited = at - boxes_.at(id).asked});
    return memory;
}

void Arbiter::run_as(const FloorMemory& memory) {
    settings_.policy = memory.policy;
    settings_.queue_grants = memory.queue_grants;
    settings_.open_microphones = std::max<std::uint16_t>(memory.open_microphones, 1);
    // The warning may be another by now.
    const Seconds limit = memory.time_limit;
    if (limit == Seconds{0} || limit > settings_.warn_before) settings_.time_limit = limit;
    held_ = memory.held;
}

Arbiter::Box* Arbiter::known_again(BoxId id, const RoleOf& role_of, Instant last_seen) {
    if (Box* box = find(id)) return box;
    const auto role = role_of(id);
    if (!role || boxes_.size() >= settings_.max_boxes) return nullptr;
    Box& box = boxes_[id];
    box.role = *role;
    box.here = false;
    box.lost_at = std::min(last_seen, now_);
    return &box;
}

void Arbiter::resume(const FloorMemory& memory, const RoleOf& role_of, Instant last_seen,
                     Instant now) {
    advance(now);
    run_as(memory);
    for (const BoxId id : memory.muted) {
        if (role_of(id) != Role::member) continue;
        end_floor(id, Why::muted);
        end_waiting(id, Why::muted);
        muted_.insert(id);
    }
    std::vector<BoxId> speakers;
    for (const auto& [id, spoken, left] : memory.speakers) {
        Box* box = known_again(id, role_of, last_seen);
        if (box == nullptr || is_muted(id)) continue;
        std::erase(waiting_, id);
        std::erase(replies_, id);
        std::erase(speakers_, id);
        box->granted = now_ - spoken;
        box->time_over = left && box->role == Role::member ? now_ + *left : never;
        box->warned = false;
        speakers.push_back(id);
    }
    // Whoever was granted the floor since has it behind them, as far as the policy lets.
    speakers.insert(speakers.end(), speakers_.begin(), speakers_.end());
    speakers_ = std::move(speakers);
    wait_again(memory.replies, replies_, role_of, last_seen);
    wait_again(memory.waiting, waiting_, role_of, last_seen);
    keep_to_policy();
    advance(now);
    serve_queue();
}

// In front of those who have asked since.
void Arbiter::wait_again(const std::vector<FloorMemory::Waiter>& from, std::deque<BoxId>& list,
                         const RoleOf& role_of, Instant last_seen) {
    std::deque<BoxId> before;
    for (const auto& [id, waited] : from) {
        Box* box = known_again(id, role_of, last_seen);
        if (box == nullptr || is_muted(id) || speaks(id)) continue;
        std::erase(waiting_, id);
        std::erase(replies_, id);
        box->asked = now_ - waited;
        box->replied = now_;
        before.push_back(id);
    }
    list.insert(list.begin(), before.begin(), before.end());
}

void Arbiter::time_left_is(BoxId id, Duration left, Instant now) {
    advance(now);
    Box* box = find(id);
    if (box == nullptr || !speaks(id) || box->time_over == never) return;
    box->time_over = std::min(box->time_over, now_ + std::max(left, Duration::zero()));
    advance(now);
}

}  // namespace giaoban::net
