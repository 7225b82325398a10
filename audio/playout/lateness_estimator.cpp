#include "audio/playout/lateness_estimator.h"

#include <algorithm>

namespace giaoban::audio {

void LatenessEstimator::note(Samples transit, Samples at) noexcept {
    if (count_ == window) drop_oldest();
    // Two at most, so that one note never costs more than three: the rest goes with the next ones.
    for (int i = 0; i < 2 && count_ != 0 && at - history_[oldest_].at > memory; ++i)
        drop_oldest();
    auto* const begin = ordered_.data();
    auto* const end = begin + count_;
    auto* const place = std::upper_bound(begin, end, transit);
    std::move_backward(place, end, end + 1);
    *place = transit;
    history_[(oldest_ + count_) % window] = Entry{transit, at};
    ++count_;
}

void LatenessEstimator::drop_oldest() noexcept {
    auto* const begin = ordered_.data();
    auto* const end = begin + count_;
    auto* const place = std::lower_bound(begin, end, history_[oldest_].transit);
    std::move(place + 1, end, place);
    oldest_ = (oldest_ + 1) % window;
    --count_;
}

void LatenessEstimator::note_jitter(Samples transit) noexcept {
    if (has_last_) {
        const Samples step = transit - last_transit_;
        // RFC 3550 appendix A.8, in sixteenths so that whole numbers do.
        jitter_sixteenths_ += std::chrono::abs(step) - (jitter_sixteenths_ + Samples{8}) / 16;
    }
    last_transit_ = transit;
    has_last_ = true;
}

Samples LatenessEstimator::follow_pause(Samples transit, Samples pause) noexcept {
    has_last_ = false;
    if (count_ == 0) return Samples{0};
    // Crystals are within 100 ppm each; 300 leaves room for a cheap one in the sun.
    const Samples drift = pause * 300 / 1'000'000;
    return shift(std::clamp(transit - typical(), -drift, drift));
}

Samples LatenessEstimator::rebase(Samples transit) noexcept {
    has_last_ = false;
    return shift(transit - quickest());
}

Samples LatenessEstimator::shift(Samples by) noexcept {
    for (std::size_t i = 0; i < count_; ++i) {
        ordered_[i] += by;
        history_[(oldest_ + i) % window].transit += by;
    }
    return by;
}

Samples LatenessEstimator::on_time() const noexcept {
    if (count_ == 0) return Samples{0};
    return ordered_[count_ - 1 - (count_ - 1) / late_one_in_];
}

void LatenessEstimator::forget() noexcept {
    count_ = 0;
    oldest_ = 0;
    has_last_ = false;
    jitter_sixteenths_ = Samples{0};
}

}  // namespace giaoban::audio
