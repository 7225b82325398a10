#include "board/alsa/alsa_device.h"

#include "board/alsa/alsa_mixer.h"
#include "board/alsa/alsa_stream.h"

namespace giaoban::board {

namespace {

class AlsaDevice final : public PcmDevice {
  public:
    AlsaDevice(AlsaStream capture, AlsaStream playback, const std::string& name,
               const std::string& mixer)
        : capture_(std::move(capture)),
          playback_(std::move(playback)),
          linked_(capture_.link_to(playback_)),
          description_(name + ": microphone " + capture_.description() + "; speaker " +
                       playback_.description() + (linked_ ? "; linked" : "; not linked") + mixer) {}

    [[nodiscard]] PcmResult capture(std::span<std::int16_t> heard) noexcept override {
        return capture_.read(heard);
    }

    [[nodiscard]] PcmResult play(std::span<const std::int16_t> said) noexcept override {
        return playback_.write(said);
    }

    [[nodiscard]] PcmResult restart() noexcept override {
        // Starting one of two linked streams starts both; start() sees what runs already.
        const bool runs = capture_.stop_and_prepare() && playback_.stop_and_prepare() &&
                          playback_.fill_with_silence() && playback_.start() && capture_.start();
        return runs ? PcmResult::done : PcmResult::gone;
    }

    [[nodiscard]] const std::string& description() const noexcept override { return description_; }

  private:
    AlsaStream capture_;
    AlsaStream playback_;
    bool linked_;
    std::string description_;
};

}  // namespace

Expected<std::unique_ptr<PcmDevice>, std::string> open_alsa_device(
    const std::string& address, const std::string& name, SampleRate rate,
    const audio::MakeRateConverter& make_converter, const MixerLevels& levels) {
    auto capture = AlsaStream::open(address, AlsaStream::Way::capture, rate, make_converter);
    if (!capture) return Unexpected(std::move(capture).error());
    auto playback = AlsaStream::open(address, AlsaStream::Way::playback, rate, make_converter);
    if (!playback) return Unexpected(std::move(playback).error());
    std::string mixer;
    if (const int card = playback->card(); card >= 0)
        mixer = "; set: " + set_up_mixer("hw:" + std::to_string(card), levels);
    return std::unique_ptr<PcmDevice>(std::make_unique<AlsaDevice>(
        std::move(capture).value(), std::move(playback).value(), name, mixer));
}

}  // namespace giaoban::board
