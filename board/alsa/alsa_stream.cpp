#include "board/alsa/alsa_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace giaoban::board {

namespace {

using namespace std::chrono_literals;

constexpr unsigned ticks_per_second = 50;
// Half a tick: the card wakes us often enough that a tick is never late by more than 10 ms.
constexpr unsigned periods_per_tick = 2;
// Room for a stall of 160 ms; what lies in it is not delay, only what is filled before the start.
constexpr unsigned ticks_in_buffer = 8;
// What the speaker plays while the first tick is being heard, and one more for a late wake-up.
constexpr unsigned ticks_before_start = 2;
// A card that delivers nothing for 10 ticks is dead, whatever it says.
constexpr int most_wait_ms = 200;

// After the port's own rate: what nearly every USB device has, then the others whose tick is whole.
constexpr std::array<unsigned, 7> other_rates{48'000, 32'000, 44'100, 24'000,
                                              96'000, 16'000, 8'000};
constexpr unsigned most_channels = 8;

PcmResult result_of(long error, PcmResult xrun) noexcept {
    switch (error) {
        case -EPIPE: return xrun;
        case -ESTRPIPE: return PcmResult::suspended;
        default: return PcmResult::gone;
    }
}

struct FreeParams {
    void operator()(snd_pcm_hw_params_t* params) const noexcept { snd_pcm_hw_params_free(params); }
    void operator()(snd_pcm_sw_params_t* params) const noexcept { snd_pcm_sw_params_free(params); }
};

}  // namespace

Expected<AlsaStream, std::string> AlsaStream::open(const std::string& address, Way way,
                                                   SampleRate rate,
                                                   const audio::MakeRateConverter& make_converter) {
    const auto stream = way == Way::capture ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK;
    const std::string name = address.starts_with("pcm:") ? address.substr(4) : address;
    std::string why;
    // The bare card first; ALSA's conversions for a card that has no 16 bits, or no rate of ours.
    for (const std::string& attempt : {name, "plug" + name}) {
        if (attempt != name && !name.starts_with("hw:")) break;
        snd_pcm_t* pcm = nullptr;
        if (const int error = snd_pcm_open(&pcm, attempt.c_str(), stream, SND_PCM_NONBLOCK);
            error < 0) {
            why = snd_strerror(error);
            if (error == -EBUSY) why = "is in use by another program";
            continue;
        }
        AlsaStream opened;
        opened.pcm_.reset(pcm);
        why = opened.negotiate(rate);
        if (why.empty()) why = opened.set_start_and_wakeup();
        if (!why.empty()) continue;
        const auto card = static_cast<std::int32_t>(opened.hz_);
        if (card != hertz(rate)) {
            opened.converter_ = way == Way::capture ? make_converter(card, hertz(rate))
                                                    : make_converter(hertz(rate), card);
        }
        opened.mono_.resize(opened.tick_frames_);
        opened.interleaved_.resize(opened.tick_frames_ * opened.channels_);
        return opened;
    }
    return Unexpected(address + (way == Way::capture ? " (microphone): " : " (speaker): ") + why);
}

std::string AlsaStream::negotiate(SampleRate rate) {
    snd_pcm_hw_params_t* raw = nullptr;
    if (snd_pcm_hw_params_malloc(&raw) < 0) return "no memory";
    const std::unique_ptr<snd_pcm_hw_params_t, FreeParams> params(raw);
    snd_pcm_t* pcm = pcm_.get();
    if (snd_pcm_hw_params_any(pcm, raw) < 0) return "it has no way to be set up";
    if (snd_pcm_hw_params_set_access(pcm, raw, SND_PCM_ACCESS_RW_INTERLEAVED) < 0 ||
        snd_pcm_hw_params_set_format(pcm, raw, SND_PCM_FORMAT_S16) < 0) {
        return "it has no 16-bit sound";
    }
    const auto has_rate = [&](unsigned hz) {
        return snd_pcm_hw_params_test_rate(pcm, raw, hz, 0) == 0;
    };
    hz_ = static_cast<unsigned>(hertz(rate));
    if (!has_rate(hz_)) {
        const auto* other = std::ranges::find_if(other_rates, has_rate);
        if (other == other_rates.end()) return "it has none of the usual sampling rates";
        hz_ = *other;
    }
    channels_ = 1;
    while (channels_ <= most_channels &&
           snd_pcm_hw_params_test_channels(pcm, raw, channels_) != 0) {
        ++channels_;
    }
    if (snd_pcm_hw_params_set_rate(pcm, raw, hz_, 0) < 0 ||
        snd_pcm_hw_params_set_channels(pcm, raw, channels_) < 0) {
        return "it takes neither one nor up to eight channels";
    }
    tick_frames_ = hz_ / ticks_per_second;
    period_ = tick_frames_ / periods_per_tick;
    buffer_ = tick_frames_ * ticks_in_buffer;
    if (snd_pcm_hw_params_set_period_size_near(pcm, raw, &period_, nullptr) < 0 ||
        snd_pcm_hw_params_set_buffer_size_near(pcm, raw, &buffer_) < 0 ||
        snd_pcm_hw_params(pcm, raw) < 0) {
        return "it refuses a period of 10 ms and a buffer of 160 ms";
    }
    if (buffer_ < tick_frames_ * ticks_before_start) return "its buffer holds less than 40 ms";
    return {};
}

std::string AlsaStream::set_start_and_wakeup() {
    snd_pcm_sw_params_t* raw = nullptr;
    if (snd_pcm_sw_params_malloc(&raw) < 0) return "no memory";
    const std::unique_ptr<snd_pcm_sw_params_t, FreeParams> params(raw);
    snd_pcm_t* pcm = pcm_.get();
    snd_pcm_uframes_t boundary = 0;
    // Both ways start together, when we say so: never by themselves.
    if (snd_pcm_sw_params_current(pcm, raw) < 0 ||
        snd_pcm_sw_params_get_boundary(raw, &boundary) < 0 ||
        snd_pcm_sw_params_set_start_threshold(pcm, raw, boundary) < 0 ||
        snd_pcm_sw_params_set_avail_min(pcm, raw, period_) < 0 || snd_pcm_sw_params(pcm, raw) < 0) {
        return "it cannot be told when to start";
    }
    return {};
}

PcmResult AlsaStream::read(std::span<std::int16_t> heard) noexcept {
    std::size_t have = 0;
    while (have < tick_frames_) {
        std::int16_t* to = interleaved_.data() + have * channels_;
        const snd_pcm_sframes_t got = snd_pcm_readi(pcm_.get(), to, tick_frames_ - have);
        if (got > 0) {
            have += static_cast<std::size_t>(got);
            continue;
        }
        if (got != -EAGAIN && got != 0) return result_of(got, PcmResult::overrun);
        const int ready = snd_pcm_wait(pcm_.get(), most_wait_ms);
        if (ready == 0) return PcmResult::gone;
        if (ready < 0) return result_of(ready, PcmResult::overrun);
    }
    // The channels of a speakerphone are one microphone twice, or one that hears and one that does
    // not: the first one is the one that always hears.
    for (std::size_t i = 0; i < tick_frames_; ++i)
        mono_[i] = interleaved_[i * channels_];
    if (converter_) {
        converter_->convert(mono_, heard);
    } else {
        std::ranges::copy(mono_, heard.begin());
    }
    return PcmResult::done;
}

PcmResult AlsaStream::write(std::span<const std::int16_t> said) noexcept {
    if (converter_) {
        converter_->convert(said, mono_);
    } else {
        std::ranges::copy(said, mono_.begin());
    }
    for (std::size_t i = 0; i < tick_frames_; ++i) {
        std::fill_n(interleaved_.begin() + static_cast<std::ptrdiff_t>(i * channels_), channels_,
                    mono_[i]);
    }
    return write_frames(tick_frames_);
}

PcmResult AlsaStream::write_frames(std::size_t frames) noexcept {
    const std::int16_t* from = interleaved_.data();
    while (frames > 0) {
        const snd_pcm_sframes_t put = snd_pcm_writei(pcm_.get(), from, frames);
        if (put == -EAGAIN || put == 0) return PcmResult::done;
        if (put < 0) return result_of(put, PcmResult::underrun);
        frames -= static_cast<std::size_t>(put);
        from += static_cast<std::size_t>(put) * channels_;
    }
    return PcmResult::done;
}

bool AlsaStream::stop_and_prepare() noexcept {
    snd_pcm_drop(pcm_.get());  // fails on a stream that has not run, which is no harm
    return snd_pcm_prepare(pcm_.get()) >= 0;
}

bool AlsaStream::fill_with_silence() noexcept {
    std::ranges::fill(interleaved_, std::int16_t{0});
    for (unsigned i = 0; i < ticks_before_start; ++i) {
        if (write_frames(tick_frames_) != PcmResult::done) return false;
    }
    return true;
}

bool AlsaStream::start() noexcept {
    return snd_pcm_state(pcm_.get()) == SND_PCM_STATE_RUNNING || snd_pcm_start(pcm_.get()) >= 0;
}

bool AlsaStream::link_to(AlsaStream& other) noexcept {
    return snd_pcm_link(pcm_.get(), other.pcm_.get()) >= 0;
}

int AlsaStream::card() const noexcept {
    snd_pcm_info_t* info = nullptr;
    if (snd_pcm_info_malloc(&info) < 0) return -1;
    const int card = snd_pcm_info(pcm_.get(), info) < 0 ? -1 : snd_pcm_info_get_card(info);
    snd_pcm_info_free(info);
    return card;
}

std::string AlsaStream::description() const {
    return std::to_string(hz_) + " Hz, " + std::to_string(channels_) +
           (channels_ == 1 ? " channel" : " channels") + ", period " + std::to_string(period_) +
           ", buffer " + std::to_string(buffer_);
}

}  // namespace giaoban::board
