// The voice processor of builds without webrtc-audio-processing 1.x (Debian 12): libspeexdsp.
#include <speex/speex_echo.h>
#include <speex/speex_preprocess.h>

#include <algorithm>
#include <array>

#include "audio/voice/voice_processor.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

using namespace std::chrono_literals;

constexpr Samples tick{20ms};
constexpr std::size_t longest_tick = 960;  // 20 ms at 48 kHz

// What speexdsp itself takes by default for noise (-15 dB) and echo (-40 dB when only the far end
// speaks, -15 dB when both do).
constexpr int noise_db = -15;
constexpr int echo_db = -40;
constexpr int echo_double_talk_db = -15;
// Speech at 8000 of 32768 peaks at about -3 dB full scale; a whisper is raised four times at most,
// so that a quiet room is not.
constexpr float level = 8'000.0F;
constexpr int most_gain_db = 12;

class SpeexVoice final : public VoiceProcessor {
  public:
    SpeexVoice(const VoiceSettings& settings, SampleRate rate)
        : samples_(sample_count(tick, rate)), settings_(settings) {
        ensure(samples_ <= longest_tick, "a tick is 20 ms at 48 kHz or less");
        int hz = hertz(rate);
        preprocess_ = speex_preprocess_state_init(static_cast<int>(samples_), hz);
        ensure(preprocess_ != nullptr, "there is memory at start");
        if (settings.remove_echo) {
            const auto tail = sample_count(Samples{settings.echo_tail}, rate);
            echo_ = speex_echo_state_init(static_cast<int>(samples_), static_cast<int>(tail));
            ensure(echo_ != nullptr, "there is memory at start");
            speex_echo_ctl(echo_, SPEEX_ECHO_SET_SAMPLING_RATE, &hz);
            set(SPEEX_PREPROCESS_SET_ECHO_STATE, echo_);
            set_int(SPEEX_PREPROCESS_SET_ECHO_SUPPRESS, echo_db);
            set_int(SPEEX_PREPROCESS_SET_ECHO_SUPPRESS_ACTIVE, echo_double_talk_db);
        }
        set_int(SPEEX_PREPROCESS_SET_DENOISE, settings.reduce_noise ? 1 : 0);
        set_int(SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, noise_db);
        set_int(SPEEX_PREPROCESS_SET_AGC, settings.level_gain ? 1 : 0);
        set_int(SPEEX_PREPROCESS_SET_AGC_MAX_GAIN, most_gain_db);
        float target = level;
        set(SPEEX_PREPROCESS_SET_AGC_LEVEL, &target);
    }

    SpeexVoice(const SpeexVoice&) = delete;
    SpeexVoice& operator=(const SpeexVoice&) = delete;
    ~SpeexVoice() override {
        speex_preprocess_state_destroy(preprocess_);
        if (echo_ != nullptr) speex_echo_state_destroy(echo_);
    }

    void process(std::span<std::int16_t> captured,
                 std::span<const std::int16_t> played) noexcept override {
        ensure(captured.size() == samples_ && played.size() == samples_, "a call is one tick");
        if (echo_ != nullptr) {
            std::array<std::int16_t, longest_tick> clean;
            speex_echo_cancellation(echo_, captured.data(), played.data(), clean.data());
            std::copy_n(clean.begin(), samples_, captured.begin());
        }
        speex_preprocess_run(preprocess_, captured.data());
    }

  private:
    void set(int what, void* value) { speex_preprocess_ctl(preprocess_, what, value); }
    void set_int(int what, int value) { set(what, &value); }

    std::size_t samples_;
    VoiceSettings settings_;
    SpeexPreprocessState* preprocess_ = nullptr;
    SpeexEchoState* echo_ = nullptr;
};

}  // namespace

std::unique_ptr<VoiceProcessor> make_voice_processor(const VoiceSettings& settings,
                                                     SampleRate rate) {
    return std::make_unique<SpeexVoice>(settings, rate);
}

std::string_view voice_library() noexcept { return "speexdsp"; }

}  // namespace giaoban::audio
