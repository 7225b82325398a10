#include "audio/voice/resampler.h"

#include <speex/speex_resampler.h>

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

// Quality 5 of 10: 80 taps at 16 kHz; see the test for what it does to an alias.
constexpr int quality = 5;
constexpr std::int32_t lowest_hz = 8'000;
constexpr std::int32_t highest_hz = 192'000;

bool in_range(std::int32_t hz) noexcept { return hz >= lowest_hz && hz <= highest_hz; }

}  // namespace

struct Resampler::State {
    State(std::int32_t from_hz, std::int32_t to_hz) {
        ensure(in_range(from_hz) && in_range(to_hz), "sound has 8 to 192 kHz");
        int error = RESAMPLER_ERR_SUCCESS;
        speex = speex_resampler_init(1, static_cast<spx_uint32_t>(from_hz),
                                     static_cast<spx_uint32_t>(to_hz), quality, &error);
        ensure(speex != nullptr && error == RESAMPLER_ERR_SUCCESS, "there is memory at start");
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { speex_resampler_destroy(speex); }

    SpeexResamplerState* speex = nullptr;
};

Resampler::Resampler(std::int32_t from_hz, std::int32_t to_hz)
    : state_(std::make_unique<State>(from_hz, to_hz)) {}

Resampler::~Resampler() = default;

void Resampler::convert(std::span<const std::int16_t> in, std::span<std::int16_t> out) noexcept {
    while (!out.empty()) {
        auto taken = static_cast<spx_uint32_t>(in.size());
        auto made = static_cast<spx_uint32_t>(out.size());
        speex_resampler_process_int(state_->speex, 0, in.data(), &taken, out.data(), &made);
        if (taken == 0 && made == 0) break;
        in = in.subspan(taken);
        out = out.subspan(made);
    }
    // Only when the two lengths are not the same time.
    std::ranges::fill(out, std::int16_t{0});
}

std::unique_ptr<RateConverter> make_resampler(std::int32_t from_hz, std::int32_t to_hz) {
    return std::make_unique<Resampler>(from_hz, to_hz);
}

std::vector<std::int16_t> resampled(std::span<const std::int16_t> sound, std::int32_t from_hz,
                                    std::int32_t to_hz) {
    if (from_hz == to_hz) return {sound.begin(), sound.end()};
    const std::size_t length =
        sound.size() * static_cast<std::size_t>(to_hz) / static_cast<std::size_t>(from_hz);
    std::vector<std::int16_t> out(length);
    Resampler(from_hz, to_hz).convert(sound, out);
    return out;
}

}  // namespace giaoban::audio
