#include "audio/playout/time_stretch.h"

#include <algorithm>
#include <cmath>

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// -50 dB of full scale: room noise, in which nobody hears a cut.
constexpr float quiet = 100.0F;
// A pause is 18 dB below the voice: in recorded readings that is a fifth of the time, and syllables keep
// above it. The voice's loudness is that of its loud 25 ms, followed within 4 looks and forgotten in 200.
constexpr float pause = 0.125F;
constexpr float rise = 0.25F;
constexpr float fall = 0.005F;

struct Likeness {
    float product = 0;
    float energy = 0;
};

/// Every `step`-th sample counts. Floats vectorise on both kinds of machine; 480 products of 2^30
/// lose nothing that matters of a float's 24 bits.
Likeness compare(std::span<const std::int16_t> a, const std::int16_t* b,
                 std::size_t step) noexcept {
    Likeness sum;
    for (std::size_t i = 0; i < a.size(); i += step) {
        const auto x = static_cast<float>(a[i]);
        const auto y = static_cast<float>(b[i]);
        sum.product += x * y;
        sum.energy += y * y;
    }
    return sum;
}

float energy_of(std::span<const std::int16_t> sound, std::size_t step) noexcept {
    return compare(sound, sound.data(), step).energy;
}

/// `to` becomes `from` at the front and stays itself at the end.
void cross_fade(std::span<const std::int16_t> from, std::span<std::int16_t> to) noexcept {
    const auto count = static_cast<std::int32_t>(to.size());
    for (std::int32_t i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        // A straight ramp: the two sides are alike, so their amplitudes add and not their powers.
        to[at] = static_cast<std::int16_t>((from[at] * (count - i) + to[at] * i) / count);
    }
}

}  // namespace

// 5 to 15 ms: one period of a voice from 67 to 200 Hz, and whole multiples of those above. 10 ms are
// compared: a period of a man's voice at least, and half of what one frame brings.
TimeStretch::TimeStretch(SampleRate rate) noexcept
    : step_(static_cast<std::size_t>(std::max(1, hertz(rate) / 16'000))),
      shortest_(sample_count(5ms, rate)),
      longest_(sample_count(15ms, rate)),
      fade_(sample_count(10ms, rate)) {}

TimeStretch::Match TimeStretch::best_match(std::span<const std::int16_t> pattern,
                                           std::span<const std::int16_t> sound, bool backwards,
                                           Care care, std::size_t longest) const noexcept {
    const float own = energy_of(pattern, step_);
    const std::size_t counted = (pattern.size() + step_ - 1) / step_;
    const float silent = quiet * quiet * static_cast<float>(counted);
    Match match;
    float best = -1.0F;
    float best_energy = 0.0F;
    const auto consider = [&](std::size_t lag) {
        const std::int16_t* there = sound.data() + (backwards ? longest_ - lag : lag);
        const Likeness found = compare(pattern, there, step_);
        const float likeness = found.product / std::sqrt((own + 1.0F) * (found.energy + 1.0F));
        if (likeness > best) {
            best = likeness;
            best_energy = found.energy;
            match.lag = lag;
        }
    };
    for (std::size_t lag = shortest_; lag <= longest; lag += step_)
        consider(lag);
    const std::size_t coarse = match.lag;
    for (std::size_t lag = coarse - step_ + 1; step_ > 1 && lag < coarse + step_; ++lag) {
        if (lag >= shortest_ && lag <= longest) consider(lag);
    }
    match.good =
        best * 100.0F >= static_cast<float>(care) || (own < silent && best_energy < silent);
    return match;
}

bool TimeStretch::is_pause(SoundLine& line) noexcept {
    const auto sound = line.to_be_heard();
    if (sound.size() < compress_needs()) return false;
    const auto ahead = sound.first(compress_needs());
    const std::size_t counted = (ahead.size() + step_ - 1) / step_;
    const float loud = std::sqrt(energy_of(ahead, step_) / static_cast<float>(counted));
    voice_ += (loud - voice_) * (loud > voice_ ? rise : fall);
    return loud < std::max(quiet, voice_ * pause);
}

std::size_t TimeStretch::compress(SoundLine& line, Care care, std::size_t most) const noexcept {
    const auto sound = line.to_be_heard();
    if (sound.size() < compress_needs() || most < shortest_) return 0;
    const Match match =
        best_match(sound.first(fade_), sound, false, care, std::min(most, longest_));
    if (!match.good) return 0;
    const std::size_t joined = std::min(fade_, match.lag);
    cross_fade(sound.first(joined), sound.subspan(match.lag, joined));
    line.skip(match.lag);
    return match.lag;
}

std::size_t TimeStretch::stretch(SoundLine& line, Care care) const noexcept {
    const auto sound = line.to_be_heard();
    if (sound.size() < stretch_needs()) return 0;
    const std::size_t fade = std::min(fade_, sound.size());
    // What was heard and what is to be heard lie in one row, so a lag may reach from one to the other.
    const auto heard = line.heard(longest_);
    const std::span<const std::int16_t> row(heard.data(), longest_ + sound.size());
    const Match match = best_match(sound.first(fade), row, true, care, longest_);
    if (!match.good) return 0;
    const std::size_t joined = std::min(fade, match.lag);
    cross_fade(sound.first(joined), heard.subspan(longest_ - match.lag, joined));
    line.repeat(match.lag);
    return match.lag;
}

}  // namespace giaoban::audio
