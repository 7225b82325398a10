#include "firmware/box/uplink_choice.h"

#include <algorithm>

namespace giaoban::box {

void UplinkChoice::on_second(const Seen& seen, Instant now) noexcept {
    const auto is_there = [&seen](Uplink uplink) {
        return std::find(seen.uplinks.begin(), seen.uplinks.end(), uplink) != seen.uplinks.end();
    };
    const bool gone = current_ != by_routes && (!is_there(current_) || current_ == seen.first);
    if (gone) {
        current_ = by_routes;
        trying_ = false;
        since_ = now;
    }
    if (seen.first != first_) {
        // Another is the first: whoever has put in a cable wants it used.
        first_ = seen.first;
        look_back_each_ = first_look_back;
        if (current_ != by_routes) look_back_at_ = now;
    }
    if (seen.heard) {
        unheard_ = false;
        look_back(seen, now);
        return;
    }
    if (!unheard_) {
        unheard_ = true;
        trying_ = false;
        since_ = now;
    }
    if (now - since_ < patience) return;
    next(seen);
    since_ = now;
    look_back_at_ = now + look_back_each_;
}

void UplinkChoice::next(const Seen& seen) noexcept {
    // By routes first, then the others in their order, then by routes again.
    bool take = current_ == by_routes;
    for (const Uplink uplink : seen.uplinks) {
        if (uplink == seen.first) continue;
        if (take) {
            current_ = uplink;
            return;
        }
        take = uplink == current_;
    }
    current_ = by_routes;
}

void UplinkChoice::look_back(const Seen& seen, Instant now) noexcept {
    if (current_ == by_routes) return;
    if (trying_) {
        if (now - since_ < trial) return;
        trying_ = false;
        look_back_each_ = std::min(2 * look_back_each_, longest_look_back);
        look_back_at_ = now + look_back_each_;
        return;
    }
    if (seen.first == by_routes || !seen.may_try || now < look_back_at_) return;
    trying_ = true;
    since_ = now;
}

void UplinkChoice::heard_over(Uplink uplink, Instant now) noexcept {
    if (!trying_ || uplink != first_) return;
    trying_ = false;
    current_ = by_routes;
    look_back_each_ = first_look_back;
    since_ = now;
}

}  // namespace giaoban::box
