#include "audio/playout/delay_forecast.h"

#include <algorithm>

namespace giaoban::audio {

void DelayForecast::note(Samples wait, Samples at) noexcept {
    const std::int64_t now = at / block;
    if (count_ == 0 || now > block_) {
        newest_ = (newest_ + 1) % blocks;
        longest_[newest_] = wait;
        count_ = std::min(count_ + 1, blocks);
        block_ = now;
    } else if (wait > longest_[newest_]) {
        longest_[newest_] = wait;
    } else {
        return;
    }
    work_out();
}

void DelayForecast::work_out() noexcept {
    std::array<Samples, blocks> ordered{};
    for (std::size_t i = 0; i < count_; ++i)
        ordered[i] = longest_[(newest_ + blocks - i) % blocks];
    longest_recently_ = *std::max_element(
        ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(std::min(count_, recent)));
    std::sort(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(count_));
    wait_ = ordered[count_ - 1 - (late_one_in_ > 1 ? count_ / late_one_in_ : 0)];
    median_ = ordered[count_ / 2];
    best_ = ordered[count_ / 10];
}

void DelayForecast::shift(Samples by) noexcept {
    for (Samples& wait : longest_)
        wait += by;
    wait_ += by;
    longest_recently_ += by;
    median_ += by;
    best_ += by;
}

void DelayForecast::forget() noexcept {
    count_ = newest_ = 0;
    wait_ = longest_recently_ = median_ = best_ = Samples{0};
}

}  // namespace giaoban::audio
