// The voice processor of builds with webrtc-audio-processing 1.x (Debian 13).
#include <modules/audio_processing/include/audio_processing.h>

#include <array>

#include "audio/voice/voice_processor.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

using namespace std::chrono_literals;

// As with speexdsp: a whisper is raised four times at most, so that a quiet room is not.
constexpr int most_gain_db = 12;

class WebrtcVoice final : public VoiceProcessor {
  public:
    WebrtcVoice(const VoiceSettings& settings, SampleRate rate)
        : block_(sample_count(Samples{10ms}, rate)), format_(hertz(rate), 1) {
        processing_ = webrtc::AudioProcessingBuilder().Create();
        ensure(processing_ != nullptr, "there is memory at start");
        webrtc::AudioProcessing::Config config;
        config.echo_canceller.enabled = settings.remove_echo;
        config.echo_canceller.mobile_mode = false;
        // Statistics that nobody reads, for which it takes memory in each call.
        config.residual_echo_detector.enabled = false;
        config.high_pass_filter.enabled = true;
        config.noise_suppression.enabled = settings.reduce_noise;
        config.noise_suppression.level =
            webrtc::AudioProcessing::Config::NoiseSuppression::kModerate;
        // Digital gain alone: no box has a mixer control that is known to be there. The second
        // controller of the library raises only what its network takes for speech near by.
        config.gain_controller1.enabled = settings.level_gain;
        config.gain_controller1.mode =
            webrtc::AudioProcessing::Config::GainController1::kAdaptiveDigital;
        config.gain_controller1.compression_gain_db = most_gain_db;
        config.gain_controller1.enable_limiter = true;
        processing_->ApplyConfig(config);
        const webrtc::ProcessingConfig formats{{format_, format_, format_, format_}};
        ensure(processing_->Initialize(formats) == webrtc::AudioProcessing::kNoError,
               "the format is one that the library takes");
    }

    void process(std::span<std::int16_t> captured,
                 std::span<const std::int16_t> played) noexcept override {
        ensure(captured.size() == 2 * block_ && played.size() == 2 * block_, "a call is one tick");
        for (std::size_t at = 0; at < 2 * block_; at += block_) {
            std::array<std::int16_t, 480>
                spare{};  // 10 ms at 48 kHz; what it gives back is not used
            processing_->ProcessReverseStream(played.data() + at, format_, format_, spare.data());
            // The delay is found by the canceller itself; a call without a value is an error.
            processing_->set_stream_delay_ms(0);
            processing_->ProcessStream(captured.data() + at, format_, format_,
                                       captured.data() + at);
        }
    }

  private:
    std::size_t block_;
    webrtc::StreamConfig format_;
    rtc::scoped_refptr<webrtc::AudioProcessing> processing_;
};

}  // namespace

std::unique_ptr<VoiceProcessor> make_voice_processor(const VoiceSettings& settings,
                                                     SampleRate rate) {
    return std::make_unique<WebrtcVoice>(settings, rate);
}

std::string_view voice_library() noexcept { return "webrtc-audio-processing"; }

}  // namespace giaoban::audio
