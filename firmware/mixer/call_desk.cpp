#include "firmware/mixer/call_desk.h"

#include <algorithm>

namespace giaoban::mixer {

void CallDesk::call(BoxId box, Instant now) {
    calls_[box] = {.number = next_, .ends = now + rings_for};
    if (++next_ == 0) next_ = 1;
}

bool CallDesk::answered(BoxId box, std::uint32_t number) {
    const auto found = calls_.find(box);
    if (found == calls_.end() || found->second.number != number) return false;
    calls_.erase(found);
    return true;
}

std::uint32_t CallDesk::number_of(BoxId box) const noexcept {
    const auto found = calls_.find(box);
    return found == calls_.end() ? 0 : found->second.number;
}

Instant CallDesk::next_deadline() const noexcept {
    Instant next = never;
    for (const auto& [box, call] : calls_)
        next = std::min(next, call.ends);
    return next;
}

std::vector<BoxId> CallDesk::on_time(Instant now) {
    std::vector<BoxId> over;
    for (const auto& [box, call] : calls_) {
        if (call.ends <= now) over.push_back(box);
    }
    for (const BoxId box : over)
        calls_.erase(box);
    return over;
}

}  // namespace giaoban::mixer
