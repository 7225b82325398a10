#include "audio/mix/talker_slot.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "audio/mix/tick_clock.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

// 5 ms, half a period of the lowest voice: short enough to cut no sound of speech, long enough to
// make no click.
constexpr Samples fade_in_length{std::chrono::milliseconds{5}};

// 16 bits: full scale is 2^15, and the least that is not silence 90 dB below it.
constexpr double full_power = 32'768.0 * 32'768.0;
constexpr double silence_db = -96;

void ramp(std::span<std::int16_t> sound, float from, float to) noexcept {
    const float step = (to - from) / static_cast<float>(sound.size());
    float gain = from;
    for (std::int16_t& sample : sound) {
        gain += step;
        sample = static_cast<std::int16_t>(static_cast<float>(sample) * gain);
    }
}

}  // namespace

TalkerSlot::TalkerSlot(SampleRate rate, const PlayoutLimits& limits,
                       std::unique_ptr<SpeechDecoder> decoder)
    : fade_samples_(sample_count(fade_in_length, rate)),
      decoder_(std::move(decoder)),
      playout_(limits, rate, *decoder_),
      sound_(sample_count(tick_length, rate)) {}

void TalkerSlot::open(BoxId box) noexcept {
    // A talker who was only just closed goes on with the stream that is still being played.
    const bool goes_on = box == box_ && (state_ == State::open || state_ == State::draining);
    if (!goes_on) {
        playout_.reset();
        heard_ = false;
    }
    box_ = box;
    state_ = State::open;
    silent_ticks_ = 0;
    energy_ = energy_ticks_ = 0;
}

void TalkerSlot::close(Closing closing) noexcept {
    if (state_ != State::open && state_ != State::draining) return;
    if (closing == Closing::now) {
        state_ = State::fading;
    } else if (state_ == State::open) {
        state_ = State::draining;
        silent_ticks_ = 0;
        draining_ticks_ = 0;
    }
}

void TalkerSlot::free() noexcept {
    state_ = State::free;
    box_ = no_box;
}

Inserted TalkerSlot::insert(const EncodedPacket& packet, Instant arrived) noexcept {
    return playout_.insert(packet, arrived);
}

bool TalkerSlot::play(Instant now, std::int64_t tick) noexcept {
    if (state_ == State::free || state_ == State::leaving) return false;
    const bool was_heard = std::exchange(heard_, playout_.next(now, sound_) != TickKind::silence);
    silent_ticks_ = heard_ ? 0 : silent_ticks_ + 1;
    if (!heard_) std::fill(sound_.begin(), sound_.end(), std::int16_t{0});
    if (heard_ && !was_heard) fade_in();
    measure();

    if (state_ == State::draining) {
        if (silent_ticks_ >= silent_ticks_to_leave) {
            leave(tick + 1);
        } else if (++draining_ticks_ >= most_draining_ticks) {
            state_ = State::fading;
        }
    }
    if (state_ == State::fading) {
        fade_out();
        // The limiter's delay carries the end of this tick into the next.
        leave(tick + 2);
        return std::exchange(heard_, false);
    }
    return heard_;
}

void TalkerSlot::measure() noexcept {
    ++energy_ticks_;
    if (!heard_) return;
    for (const std::int16_t sample : sound_)
        energy_ += std::int32_t{sample} * sample;
}

std::int8_t TalkerSlot::take_level_db() noexcept {
    const auto samples = energy_ticks_ * static_cast<std::int64_t>(sound_.size());
    const double power =
        samples == 0 ? 0 : static_cast<double>(energy_) / static_cast<double>(samples);
    energy_ = energy_ticks_ = 0;
    const double db = power > 0 ? 10 * std::log10(power / full_power) : silence_db;
    return static_cast<std::int8_t>(std::clamp(db, silence_db, 0.0));
}

void TalkerSlot::fade_in() noexcept { ramp(std::span(sound_).first(fade_samples_), 0.0F, 1.0F); }

void TalkerSlot::fade_out() noexcept { ramp(sound_, 1.0F, 0.0F); }

void TalkerSlot::leave(std::int64_t clean_from) noexcept {
    state_ = State::leaving;
    clean_from_ = clean_from;
}

}  // namespace giaoban::audio
