#include "firmware/mixer/floor_recovery.h"

#include <algorithm>
#include <tuple>

namespace giaoban::mixer {

void FloorRecovery::remember(BoxId box, const Seen& seen, Instant now) {
    if (!open_ || ends_ == never || now >= ends_) return;
    seen_.try_emplace(box, seen);
}

std::optional<FloorRecovery::Past> FloorRecovery::take(Instant now) {
    if (ends_ == never || now < ends_) return std::nullopt;
    ends_ = never;

    Past past;
    std::vector<std::tuple<bool, int, BoxId>> order;
    for (const auto& [box, seen] : seen_) {
        if (seen.state == FloorState::muted) past.muted.push_back(box);
        if (seen.state == FloorState::speaking) order.emplace_back(false, -1, box);
        if (seen.state == FloorState::waiting) order.emplace_back(seen.reply, seen.place, box);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [reply, place, box] : order)
        past.ask.push_back({.box = box, .reply = reply});
    seen_.clear();
    return past;
}

}  // namespace giaoban::mixer
