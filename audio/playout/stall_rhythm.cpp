#include "audio/playout/stall_rhythm.h"

#include <algorithm>

namespace giaoban::audio {

using namespace std::chrono_literals;
namespace {

// A stall is seen from the first packet that it holds back: a frame of 60 ms later at most, either way.
constexpr Samples tolerance = 80ms;
// Three periods in a row are no chance: of stalls that come by chance each 2 s, two more meet a schedule
// of +-80 ms with (0.16 / 2)^2 = 0.6 %.
constexpr int periods_in_a_row = 3;
constexpr int may_miss = 2;
// At half the speed 400 ms make 200 ms of depth, which is what a phone is away for.
constexpr Samples lead = 400ms;
// What is longer on one occasion (a handover in the middle of it) is not to be waited for each time.
constexpr Samples most = 350ms;
// Until the burst that follows a stall has come in.
constexpr Samples burst = 300ms;

}  // namespace

const StallRhythm::Stall* StallRhythm::at(Samples start, Samples within) const noexcept {
    for (std::size_t i = 0; i < std::min(count_, remembered); ++i) {
        if (std::chrono::abs(stalls_[i].start - start) <= within) return &stalls_[i];
    }
    return nullptr;
}

void StallRhythm::note(Samples start, Samples length) noexcept {
    const Stall stall{start, length};
    const bool on_time = period_ > Samples{0} && std::chrono::abs(start - next_) <= 2 * tolerance;
    stalls_[count_++ % remembered] = stall;
    if (on_time) {
        // An eighth of the error corrects the period: the cycle is exact, and what is seen of it is not.
        period_ += (start - next_) / 8;
        next_ = start + (next_ - start) / 2 + period_;
        // The largest of late is followed at once, and forgotten by a quarter each time.
        length_ = length > length_ ? length : length_ - (length_ - length) / 4;
        explained_until_ = start + length + burst;
        missed_ = 0;
        return;
    }
    if (period_ == Samples{0}) find(stall);
}

void StallRhythm::find(const Stall& newest) noexcept {
    for (std::size_t i = 0; i < std::min(count_, remembered); ++i) {
        const Samples period = newest.start - stalls_[i].start;
        if (period < shortest_period || period > longest_period) continue;
        Samples first = stalls_[i].start;
        std::array<Samples, periods_in_a_row + 1> lengths{newest.length, stalls_[i].length};
        int found = 1;
        for (; found < periods_in_a_row; ++found) {
            const Stall* before = at(first - period, tolerance);
            if (before == nullptr) break;
            first = before->start;
            lengths[static_cast<std::size_t>(found) + 1] = before->length;
        }
        if (found < periods_in_a_row) continue;
        period_ = (newest.start - first) / periods_in_a_row;
        next_ = newest.start + period_;
        std::sort(lengths.begin(), lengths.end());
        length_ = lengths[lengths.size() / 2];
        explained_until_ = newest.start + newest.length + burst;
        missed_ = 0;
        return;
    }
}

Samples StallRhythm::due(Samples now) noexcept {
    if (period_ == Samples{0}) return Samples{0};
    while (now > next_ + 2 * tolerance) {
        // At the moment it may be going on, unseen: it is counted as missed only once it cannot be.
        if (now < next_ + length_ + 2 * tolerance) return Samples{0};
        next_ += period_;
        if (++missed_ > may_miss) {
            period_ = Samples{0};
            return Samples{0};
        }
    }
    return now >= next_ - lead ? std::min(length_, most) : Samples{0};
}

void StallRhythm::forget() noexcept {
    count_ = 0;
    period_ = explained_until_ = Samples{0};
}

}  // namespace giaoban::audio
