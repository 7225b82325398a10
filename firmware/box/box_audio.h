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
#include "firmware/box/tone_check.h"

namespace giaoban::box {

/// The audio thread's work, as a function of the tick:
///
///     arrived packets -> playout, or catching up -> prompts -> volume -> port      (always)
///     port -> voice -> encoder -> spoken packets                   (while the microphone is open)
///
/// Without the floor nothing is coded and nothing is sent. In a test of speaker and microphone its tones are played in
/// place of the meeting, and what the microphone hears is looked at before the voice is taken out of it.
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
    /// The tones of a test are being played.
    [[nodiscard]] bool is_testing() const noexcept { return tone_.is_on(); }

  private:
    void take_orders() noexcept;
    void fill_to_play(Instant now) noexcept;
    /// Answers whether something is to be asked for again.
    [[nodiscard]] bool ask(Instant now) noexcept;
    [[nodiscard]] bool tell_catch_up(Instant now) noexcept;
    void measure() noexcept;
    void enter_room(const AudioOrder& order) noexcept;
    [[nodiscard]] bool tell_room() noexcept;
    void begin_test(std::uint32_t number) noexcept;
    /// Answers whether it is over.
    [[nodiscard]] bool test(const audio::SoundPort& port) noexcept;
    void end_test(net::SelfTestTrouble trouble) noexcept;
    [[nodiscard]] bool report(const audio::SoundPort& port) noexcept;

    Settings settings_;
    std::unique_ptr<audio::SpeechDecoder> decoder_;
    std::unique_ptr<audio::VoiceProcessor> voice_;
    AudioRings& rings_;
    audio::CatchUpPlayout playout_;
    CatchUpNews catch_up_;  ///< as it was told last
    audio::PromptPlayer prompts_;
    MicrophoneLine line_;
    ToneCheck tone_;
    std::optional<SpeaksFrom> room_;  ///< none: it was never moved
    bool room_told_ = true;
    std::optional<std::uint32_t> hears_from_;  ///< for a while after it was moved
    std::uint64_t moved_at_ = 0;               ///< tick
    std::uint32_t test_ = 0;  ///< the number of the one that is on, or waits for a prompt to end
    std::vector<std::int16_t> captured_;
    std::vector<std::int16_t> to_play_;
    std::uint64_t ticks_ = 0;
    double energy_ = 0;  // of the microphone, since the last report
};

}  // namespace giaoban::box
