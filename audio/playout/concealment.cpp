#include "audio/playout/concealment.h"

#include <algorithm>

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr std::int32_t unity = 1 << 14;
constexpr Samples step = 10ms;
// The shortest that Opus makes up (RFC 6716 section 2.1.4: the shortest frame).
constexpr Samples shortest{120};  // 2.5 ms

/// The longest that is a multiple of 10 ms; what is shorter is a multiple of 2.5 ms.
Samples whole_steps(Samples length) noexcept {
    return length >= step ? length / step * step : length / shortest * shortest;
}

// 40 dB below full scale: 20 dB below speech at its usual level (ITU-T P.56: -26 dB of overload, and pauses between).
constexpr std::int64_t quiet_square = std::int64_t{328} * 328;

bool is_quiet(std::span<const std::int16_t> sound) noexcept {
    std::int64_t sum = 0;
    for (const std::int16_t sample : sound)
        sum += std::int64_t{sample} * sample;
    return sum < quiet_square * static_cast<std::int64_t>(sound.size());
}

}  // namespace

Samples Concealment::reach(std::int64_t seq, Bytes payload) noexcept {
    if (loaded_seq_ != seq) {
        loaded_seq_ = seq;
        dred_ = decoder_.load_dred(payload);
        lbrr_ = decoder_.lbrr_reach(payload);
    }
    return known_reach();
}

Concealment::Piece Concealment::before(const BufferedPacket& next, Samples back,
                                       std::span<std::int16_t> room) noexcept {
    const Samples covered = reach(next);
    const SampleRate rate = decoder_.rate();
    if (back <= dred_) {
        const auto out = room.first(sample_count(whole_steps(std::min(back, piece)), rate));
        const auto done = decoder_.recover_dred(back, out);
        if (done.has_value() && *done != 0) {
            join(out.first(*done));
            return {*done, Recovered::dred};
        }
    }
    // The copy is of one frame as a whole.
    if (back == lbrr_) {
        const auto out = room.first(sample_count(back, rate));
        const auto done = decoder_.recover_lbrr(next.payload(), out);
        if (done.has_value() && *done != 0) {
            join(out.first(*done));
            return {*done, Recovered::lbrr};
        }
    }
    const Samples before_redundancy = covered < back ? back - covered : back;
    // Where redundancy begins within the next 10 ms, it is met by making up 10 ms: it covers them too.
    const Samples wanted = std::min({std::max(before_redundancy, step), back, piece});
    return from_nothing(whole_steps(wanted), room);
}

Concealment::Piece Concealment::stand_in(std::span<std::int16_t> room) noexcept {
    return from_nothing(step, room);
}

Concealment::Piece Concealment::from_nothing(Samples length,
                                             std::span<std::int16_t> room) noexcept {
    const auto out = room.first(sample_count(length, decoder_.rate()));
    if (is_gone() || !decoder_.conceal(out).has_value()) {
        std::fill(out.begin(), out.end(), std::int16_t{0});
        run_ += length;
        return {out.size(), Recovered::silence};
    }
    if (run_ + length > end_of_run() - fading) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int32_t gain = gain_at(run_ + length_of(i, decoder_.rate()));
            out[i] = static_cast<std::int16_t>(out[i] * gain / unity);
        }
    }
    run_ += length;
    return {out.size(), Recovered::plc};
}

std::int32_t Concealment::gain_at(Samples run) const noexcept {
    const Samples left = end_of_run() - run;
    if (left >= fading) return unity;
    return left <= Samples{0} ? 0 : static_cast<std::int32_t>(left * unity / fading);
}

void Concealment::join(std::span<std::int16_t> sound) noexcept {
    const std::int32_t from = gain_at(run_);
    if (from < unity) {
        // 5 ms: twice the period of the lowest tone that a small loudspeaker gives back.
        const auto ramp =
            static_cast<std::int32_t>(std::min(sound.size(), sample_count(5ms, decoder_.rate())));
        for (std::int32_t i = 0; i < ramp; ++i) {
            std::int16_t& sample = sound[static_cast<std::size_t>(i)];
            sample = static_cast<std::int16_t>(sample * (from + (unity - from) * i / ramp) / unity);
        }
    }
    run_ = Samples{0};
    is_room_ = is_quiet(sound);
}

void Concealment::forget() noexcept {
    loaded_seq_ = -1;
    dred_ = lbrr_ = Samples{0};
    fall_silent();
}

}  // namespace giaoban::audio
