#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "audio/codec/speech_decoder.h"
#include "audio/codec/speech_encoder.h"
#include "audio/playout/catch_up_playout.h"
#include "audio/ports/sound_port.h"
#include "audio/prompts/prompt_library.h"
#include "audio/prompts/prompt_player.h"
#include "audio/voice/voice_processor.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"
#include "firmware/box/audio_rings.h"
#include "firmware/box/microphone_line.h"

namespace giaoban::box {

/// The audio thread's work, as a function of the tick:
///
///     arrived packets -> playout, or catching up -> prompts -> volume -> port      (always)
///     port -> voice -> encoder -> spoken packets                   (while the microphone is open)
///
/// Without the floor nothing is coded and nothing is sent.
///
/// Units:      one tick is 20 ms; timestamps count 48 kHz samples from `first_timestamp` on and go
///             on while the microphone is closed: one media clock.
/// Threading:  the audio thread owns it; it meets the network thread in `rings` alone.
/// Real time:  takes no memory after construction (a test counts); waits in port.exchange() only.
/// Errors:     a ring that is full loses a packet, and counts it.
class BoxAudio {
  public:
    struct Settings {
        SampleRate rate = SampleRate::hz16000;
        std::uint32_t first_timestamp = 0;
        int volume_percent = 100;
        audio::PlayoutLimits playout = {};
        bool catch_up = false;  ///< what was missed while listening is heard later
    };
    struct Parts {
        std::unique_ptr<audio::SpeechEncoder> encoder;
        std::unique_ptr<audio::SpeechDecoder> decoder;
        std::unique_ptr<audio::VoiceProcessor> voice;  ///< none: what is captured is sent as it is
        const audio::PromptLibrary* prompts = nullptr;
    };

    BoxAudio(const Settings& settings, Parts parts, AudioRings& rings);

    /// One tick, due at `now`. Answers whether there is something new for the network thread.
    bool tick(audio::SoundPort& port, Instant now) noexcept;

    /// Lets a tick pass without sound, as when the machine slept: the media clock goes on.
    void skip(std::int64_t ticks) noexcept;

    [[nodiscard]] bool microphone_open() const noexcept { return line_.open(); }

  private:
    void take_orders() noexcept;
    void fill_to_play(Instant now) noexcept;
    /// Answers whether something is to be asked for again.
    [[nodiscard]] bool ask(Instant now) noexcept;
    [[nodiscard]] bool tell_catch_up(Instant now) noexcept;
    void measure() noexcept;
    [[nodiscard]] bool report(const audio::SoundPort& port) noexcept;

    Settings settings_;
    std::unique_ptr<audio::SpeechDecoder> decoder_;
    std::unique_ptr<audio::VoiceProcessor> voice_;
    AudioRings& rings_;
    audio::CatchUpPlayout playout_;
    CatchUpNews catch_up_;  ///< as it was told last
    audio::PromptPlayer prompts_;
    MicrophoneLine line_;
    std::vector<std::int16_t> captured_;
    std::vector<std::int16_t> to_play_;
    std::uint64_t ticks_ = 0;
    double energy_ = 0;  // of the microphone, since the last report
};

}  // namespace giaoban::box
