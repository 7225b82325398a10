#include "firmware/box/tone_check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace giaoban::box {

namespace {

// Whole periods in a tick of 20 ms, so that none is seen in another's place; where every speakerphone plays and hears.
constexpr std::array<int, 3> hertz_of_pitch{700, 1000, 1400};
// Each pitch four times, and no two rows of it alike when they are moved against each other.
constexpr std::array<std::uint8_t, ToneCheck::tones> order{0, 1, 2, 1, 0, 2, 2, 0, 1, 0, 2, 1};
constexpr double peak = 6'000;  // 15 dB below full scale
constexpr float times_as_much = 4;
// A tone of 70 dB below full scale: a microphone of 16 bits that hears nothing has less noise than that in 50 Hz.
constexpr float least_power = 10.0F * 10.0F / 2;
constexpr int overdriven_from = 32'700;
constexpr std::size_t most_overdriven = 20;  // one sample in so many

/// The power of one pitch, by Goertzel's recurrence.
float power_of(int pitch, std::span<const std::int16_t> sound, int rate) noexcept {
    const double turn = 2 * std::cos(2 * std::numbers::pi * pitch / rate);
    double last = 0;
    double before = 0;
    for (const std::int16_t sample : sound) {
        const double next = sample + turn * last - before;
        before = last;
        last = next;
    }
    const double energy = last * last + before * before - turn * last * before;
    const auto count = static_cast<double>(sound.size());
    return static_cast<float>(2 * energy / (count * count));
}

}  // namespace

void ToneCheck::begin() noexcept {
    at_ = 0;
    overdriven_ = 0;
    phase_ = 0;
}

void ToneCheck::play(std::span<std::int16_t> to_play, int volume_percent) noexcept {
    std::ranges::fill(to_play, std::int16_t{0});
    const std::size_t tone = at_ / ticks_a_tone;
    if (tone >= tones) return;
    const double step = 2 * std::numbers::pi * hertz_of_pitch[order[tone]] / hertz(rate_);
    const double loud = peak * volume_percent / 100;
    for (std::int16_t& sample : to_play) {
        sample = static_cast<std::int16_t>(loud * std::sin(phase_));
        phase_ += step;
    }
    phase_ = std::fmod(phase_, 2 * std::numbers::pi);
}

std::optional<net::SelfTestTrouble> ToneCheck::hear(
    std::span<const std::int16_t> captured) noexcept {
    for (std::size_t pitch = 0; pitch < pitches; ++pitch)
        power_[at_][pitch] = power_of(hertz_of_pitch[pitch], captured, hertz(rate_));
    overdriven_ += static_cast<std::size_t>(std::ranges::count_if(
        captured, [](int sample) { return std::abs(sample) >= overdriven_from; }));
    if (++at_ < length) return std::nullopt;
    if (overdriven_ > length * captured.size() / most_overdriven) {
        return net::SelfTestTrouble::too_loud;
    }
    for (std::size_t late = 0; late <= most_late; ++late) {
        if (was_heard(late)) return net::SelfTestTrouble::none;
    }
    return net::SelfTestTrouble::not_heard;
}

bool ToneCheck::was_heard(std::size_t late) const noexcept {
    // The tick in which a tone begins has a part of the one before.
    constexpr std::size_t first = 1;
    for (std::size_t pitch = 0; pitch < pitches; ++pitch) {
        float with = 0;
        float without = 0;
        std::size_t ticks_with = 0;
        std::size_t ticks_without = 0;
        for (std::size_t tone = 0; tone < tones; ++tone) {
            for (std::size_t i = first; i < ticks_a_tone; ++i) {
                const float power = power_[tone * ticks_a_tone + i + late][pitch];
                (order[tone] == pitch ? with : without) += power;
                ++(order[tone] == pitch ? ticks_with : ticks_without);
            }
        }
        with /= static_cast<float>(ticks_with);
        without /= static_cast<float>(ticks_without);
        if (with < least_power || with < times_as_much * without) return false;
    }
    return true;
}

}  // namespace giaoban::box
