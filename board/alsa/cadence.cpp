#include "board/alsa/cadence.h"

namespace giaoban::board {

void Cadence::new_device() noexcept {
    watched_ = 0;
    untimed_ = false;
}

Instant Cadence::next_tick(Instant now, bool by_clock) noexcept {
    if (by_clock) {
        watched_ = 0;
        // On from the last tick, so that waking late does not add up; anew after a stall.
        const bool fresh = due_ == Instant::min() || now - due_ > 10 * tick_ || due_ - now > tick_;
        due_ = fresh ? now + tick_ : due_ + tick_;
        return due_;
    }
    due_ = now;
    if (watched_ == 0) watch_began_ = now;
    if (++watched_ > ticks_watched) {
        untimed_ = now - watch_began_ < ticks_watched * tick_ / 2;
        watched_ = 0;
    }
    return due_;
}

}  // namespace giaoban::board
