#include "firmware/box/sound_setup.h"

#include <utility>

#include "audio/ports/paired_port.h"
#include "audio/signal/test_signal.h"
#include "audio/voice/resampler.h"
#include "audio/wav/recorded_microphone.h"
#include "audio/wav/wav_file.h"
#include "board/alsa/alsa_cards.h"
#include "board/alsa/alsa_port.h"
#include "config/vocab/startup_error.h"
#include "firmware/box/overlaid_port.h"

namespace giaoban::box {

using config::SoundPlace;

namespace {

bool is_card(const SoundPlace& place) noexcept {
    return place.kind == SoundPlace::Kind::automatic || place.kind == SoundPlace::Kind::alsa;
}

std::unique_ptr<audio::Microphone> make_microphone(const SoundPlace& place, SampleRate rate,
                                                   Milliseconds start_delay) {
    if (place.kind == SoundPlace::Kind::test) {
        return std::make_unique<audio::TestSignal>(audio::TestSignal::Settings{.tone_hz = place.hz},
                                                   rate);
    }
    auto recording = audio::read_wav(place.name);
    if (!recording) throw StartupError("sound.device: " + recording.error().text);
    return std::make_unique<audio::RecordedMicrophone>(
        audio::resampled(recording->samples, recording->hz, hertz(rate)),
        audio::RecordedMicrophone::After::again, sample_count(Samples{start_delay}, rate));
}

std::shared_ptr<audio::WavSpeaker::File> make_file(const SoundPlace& place, SampleRate rate) {
    auto writer = audio::WavWriter::create(place.name, hertz(rate));
    if (!writer) throw StartupError("sound.play: " + writer.error().text);
    return std::make_shared<audio::WavSpeaker::File>(std::move(writer).value());
}

board::MixerLevel level_of(const config::CardLevel& level) noexcept {
    using Unit = board::MixerLevel::Unit;
    switch (level.unit) {
        case config::CardLevel::Unit::keep: return {};
        case config::CardLevel::Unit::percent: return {Unit::percent, level.value};
        case config::CardLevel::Unit::decibels: return {Unit::decibels, level.value};
    }
    return {};
}

std::unique_ptr<audio::SoundPort> open_card(const config::BoxConfig::Sound& settings,
                                            std::function<void(const std::string&)> log) {
    const SoundPlace& place = is_card(settings.device) ? settings.device : settings.play;
    const std::string name = place.kind == SoundPlace::Kind::alsa ? place.name : "auto";
    return std::make_unique<board::AlsaPort>(
        board::alsa_opener(
            name, settings.rate, audio::make_resampler,
            {.playback = level_of(settings.volume), .capture = level_of(settings.microphone)}),
        std::move(log));
}

}  // namespace

Sound make_sound(const config::BoxConfig::Sound& settings, Milliseconds start_delay,
                 std::function<void(const std::string&)> log) {
    Sound sound;
    std::unique_ptr<audio::Microphone> microphone;
    std::unique_ptr<audio::Speaker> speaker;
    if (!is_card(settings.device)) {
        microphone = make_microphone(settings.device, settings.rate, start_delay);
    }
    if (settings.play.kind == SoundPlace::Kind::wav) {
        sound.heard = make_file(settings.play, settings.rate);
        speaker = std::make_unique<audio::WavSpeaker>(sound.heard);
    } else if (settings.play.kind == SoundPlace::Kind::none ||
               (settings.play.kind == SoundPlace::Kind::automatic && microphone)) {
        // `auto` is the card of the microphone, and such a microphone has none.
        speaker = std::make_unique<audio::NoSpeaker>();
    }
    if (microphone && speaker) {
        sound.port = std::make_unique<audio::PairedPort>(std::move(microphone), std::move(speaker));
        return sound;
    }
    sound.card = !microphone && !speaker;
    sound.port = open_card(settings, std::move(log));
    if (microphone || speaker) {
        sound.port = std::make_unique<OverlaidPort>(std::move(sound.port), std::move(microphone),
                                                    std::move(speaker));
    }
    return sound;
}

}  // namespace giaoban::box
