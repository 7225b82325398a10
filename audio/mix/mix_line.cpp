#include "audio/mix/mix_line.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

MixLine::MixLine(SampleRate rate) noexcept
    : samples_a_tick_(sample_count(tick_length, rate)), limiter_(rate) {}

void MixLine::add(std::span<const std::int32_t> sum, bool heard) noexcept {
    ensure(sum.size() == samples_a_tick_, "a mix grows by one tick at a time");
    if (!heard && resting()) return;
    const bool live = heard || tail_ > 0;
    tail_ = heard ? tail_ticks : std::max(tail_ - 1, 0);
    auto& newest = ticks_[oldest_];
    oldest_ = (oldest_ + 1) % ticks_.size();
    limiter_.process(sum, std::span(newest).first(samples_a_tick_));

    constexpr std::uint32_t all = (1U << most_ticks_a_frame) - 1U;
    lived_ = (lived_ << 1U | (live ? 1U : 0U)) & all;
    // The tail was longer than the history and the limiter's delay: all that is left is zeros.
    if (resting()) limiter_.reset();
}

bool MixLine::lived_in_last(std::size_t ticks) const noexcept {
    ensure(ticks > 0 && ticks <= most_ticks_a_frame, "a frame is 1 to 6 ticks");
    return (lived_ & ((1U << ticks) - 1U)) != 0;
}

void MixLine::last(std::size_t ticks, std::span<std::int16_t> out) const noexcept {
    ensure(ticks > 0 && ticks <= most_ticks_a_frame && out.size() == ticks * samples_a_tick_,
           "a frame is 1 to 6 whole ticks");
    for (std::size_t i = 0; i < ticks; ++i) {
        const auto& tick = ticks_[(oldest_ + most_ticks_a_frame - ticks + i) % ticks_.size()];
        std::copy_n(tick.begin(), samples_a_tick_,
                    out.begin() + static_cast<std::ptrdiff_t>(i * samples_a_tick_));
    }
}

}  // namespace giaoban::audio
