#include "net/keys/replay_window.h"

namespace giaoban::net {

bool ReplayWindow::is_new(std::uint64_t counter) const noexcept {
    if (counter >= next_) return true;
    if (next_ - counter > width) return false;
    return !seen_[counter % width];
}

void ReplayWindow::see(std::uint64_t counter) noexcept {
    if (counter >= next_) {
        if (counter - next_ >= width) {
            seen_.reset();
        } else {
            for (std::uint64_t skipped = next_; skipped < counter; ++skipped) {
                seen_.reset(skipped % width);
            }
        }
        next_ = counter + 1;
    }
    seen_.set(counter % width);
}

}  // namespace giaoban::net
