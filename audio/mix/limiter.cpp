#include "audio/mix/limiter.h"

#include <algorithm>
#include <cmath>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

constexpr std::int32_t highest = 32'767;
constexpr std::int32_t lowest = -32'768;

// Syllables come about four times a second (the modulation spectrum of speech peaks at 3 to 5 Hz):
// a gain that is held for more than one of them, 300 ms, does not follow them.
constexpr int hold_blocks = 300;

// A change of level below 1 dB is not noticed from one syllable (250 ms) to the next. Three talkers
// at a peak of 15000 are turned down by at most 20 lg(45000 / 32767) = 2.8 dB; going back with a
// time constant of 1 s, no 250 ms hold more than 2.8 dB * (1 - exp(-0.25)) = 0.6 dB of it.
constexpr float release_a_block = 1.0F / 1000.0F;

// Peaks that would have allowed up to 1 dB more renew the hold: 10^(1/20).
constexpr float renews_hold = 1.122F;

// 0.001 is 0.009 dB, a hundredth of what is noticed: from there the gain is 1 again.
constexpr float nearly_one = 1.0F - 1e-3F;

float allowed_gain(std::span<const std::int32_t> sum) noexcept {
    const auto [low, high] = std::minmax_element(sum.begin(), sum.end());
    if (*high <= highest && *low >= lowest) return 1.0F;
    const auto peak = std::max(static_cast<float>(*high), -static_cast<float>(*low));
    return static_cast<float>(highest) / peak;
}

}  // namespace

Limiter::Limiter(SampleRate rate) noexcept
    : block_size_(sample_count(Samples{std::chrono::milliseconds{1}}, rate)) {
    static_assert(Samples{std::chrono::milliseconds{blocks_ahead}} == look_ahead);
    ensure(block_size_ <= largest_block, "a limiter works at 48 kHz or less");
}

void Limiter::reset() noexcept {
    blocks_ = {};
    oldest_ = 0;
    gain_ = 1.0F;
    hold_ = 0;
}

void Limiter::process(std::span<const std::int32_t> sum, std::span<std::int16_t> out) noexcept {
    ensure(sum.size() == out.size() && sum.size() % block_size_ == 0,
           "a limiter is given whole milliseconds");
    for (std::size_t at = 0; at < sum.size(); at += block_size_) {
        take(sum.subspan(at, block_size_));
        give(out.subspan(at, block_size_));
    }
}

const Limiter::Block& Limiter::ahead(std::size_t blocks) const noexcept {
    return blocks_[(oldest_ + blocks) % blocks_.size()];
}

// Puts the newest block in place of the one that was given out last.
void Limiter::take(std::span<const std::int32_t> sum) noexcept {
    Block& newest = blocks_[oldest_];
    std::copy(sum.begin(), sum.end(), newest.sum.begin());
    newest.allowed = allowed_gain(sum);
    oldest_ = (oldest_ + 1) % blocks_.size();
}

float Limiter::gain_after_this_block() noexcept {
    float least = 1.0F;
    for (const Block& block : blocks_)
        least = std::min(least, block.allowed);

    float after = gain_;
    if (least < 1.0F && least <= gain_ * renews_hold) {
        hold_ = hold_blocks;
    } else if (hold_ > 0) {
        --hold_;
    } else if (gain_ < 1.0F) {
        after = gain_ + (1.0F - gain_) * release_a_block;
        if (after > nearly_one) after = 1.0F;
    }
    // Never above what this block allows, and down in a straight line so as to be at each later
    // block's gain when that block begins.
    after = std::min(after, ahead(0).allowed);
    for (std::size_t k = 1; k <= blocks_ahead; ++k) {
        const float allowed = ahead(k).allowed;
        if (allowed < after) {
            after = std::min(after, gain_ + (allowed - gain_) / static_cast<float>(k));
        }
    }
    return after;
}

void Limiter::give(std::span<std::int16_t> out) noexcept {
    const Block& block = ahead(0);
    const float before = gain_;
    const float after = gain_after_this_block();
    gain_ = after;
    if (before >= 1.0F && after >= 1.0F) {
        std::transform(block.sum.begin(),
                       block.sum.begin() + static_cast<std::ptrdiff_t>(out.size()), out.begin(),
                       [](std::int32_t s) { return static_cast<std::int16_t>(s); });
        return;
    }
    const float step = (after - before) / static_cast<float>(out.size());
    float gain = before;
    for (std::size_t i = 0; i < out.size(); ++i) {
        gain += step;
        const auto scaled = std::lrintf(static_cast<float>(block.sum[i]) * gain);
        out[i] = static_cast<std::int16_t>(std::clamp<long>(scaled, lowest, highest));
    }
}

}  // namespace giaoban::audio
