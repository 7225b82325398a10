#include "board/alsa/alsa_cards.h"

#include <alsa/asoundlib.h>

#include <memory>

#include "board/alsa/alsa_device.h"

namespace giaoban::board {

namespace {

struct CloseControl {
    void operator()(snd_ctl_t* control) const noexcept { snd_ctl_close(control); }
};
struct FreeInfo {
    void operator()(snd_ctl_card_info_t* info) const noexcept { snd_ctl_card_info_free(info); }
    void operator()(snd_pcm_info_t* info) const noexcept { snd_pcm_info_free(info); }
};

bool has_stream(snd_ctl_t* control, int device, snd_pcm_stream_t stream) {
    snd_pcm_info_t* raw = nullptr;
    if (snd_pcm_info_malloc(&raw) < 0) return false;
    const std::unique_ptr<snd_pcm_info_t, FreeInfo> info(raw);
    snd_pcm_info_set_device(raw, static_cast<unsigned>(device));
    snd_pcm_info_set_subdevice(raw, 0);
    snd_pcm_info_set_stream(raw, stream);
    return snd_ctl_pcm_info(control, raw) >= 0;
}

void add_devices(int number, std::vector<CardDescription>& cards) {
    snd_ctl_t* raw_control = nullptr;
    if (snd_ctl_open(&raw_control, ("hw:" + std::to_string(number)).c_str(), SND_CTL_NONBLOCK) <
        0) {
        return;
    }
    const std::unique_ptr<snd_ctl_t, CloseControl> control(raw_control);
    snd_ctl_card_info_t* raw = nullptr;
    if (snd_ctl_card_info_malloc(&raw) < 0) return;
    const std::unique_ptr<snd_ctl_card_info_t, FreeInfo> info(raw);
    if (snd_ctl_card_info(raw_control, raw) < 0) return;
    const std::string id = snd_ctl_card_info_get_id(raw);
    for (int device = -1; snd_ctl_pcm_next_device(raw_control, &device) >= 0 && device >= 0;) {
        cards.push_back({.address = "hw:CARD=" + id + ",DEV=" + std::to_string(device),
                         .id = id,
                         .name = snd_ctl_card_info_get_name(raw),
                         .driver = snd_ctl_card_info_get_driver(raw),
                         .captures = has_stream(raw_control, device, SND_PCM_STREAM_CAPTURE),
                         .plays = has_stream(raw_control, device, SND_PCM_STREAM_PLAYBACK)});
    }
}

std::string known(const std::vector<CardDescription>& cards) {
    if (cards.empty()) return "this machine has no sound card";
    std::string text = "there are";
    for (const CardDescription& card : cards) {
        text += " `" + card.name + "` (" + card.address + (card.captures ? ", microphone" : "") +
                (card.plays ? ", speaker" : "") + ")";
    }
    return text;
}

// What goes wrong is answered in words of our own; alsa-lib would print it on standard error.
void say_nothing(const char*, int, const char*, int, const char*, ...) {}

/// "1" is the second card, as `aplay -l` counts.
std::string address_of(const std::string& wanted) {
    const bool number =
        !wanted.empty() && wanted.find_first_not_of("0123456789") == std::string::npos;
    return number ? "hw:" + wanted : wanted;
}

Expected<std::unique_ptr<PcmDevice>, std::string> open_best(
    const std::string& wanted, SampleRate rate, const audio::MakeRateConverter& make_converter,
    const MixerLevels& levels) {
    if (is_address(wanted)) return open_alsa_device(wanted, wanted, rate, make_converter, levels);
    const std::vector<CardDescription> cards = alsa_cards();
    std::string why;
    for (const std::size_t index : ranked(cards, wanted)) {
        auto opened =
            open_alsa_device(cards[index].address, cards[index].name, rate, make_converter, levels);
        if (opened) return opened;
        why += "; " + opened.error();
    }
    // No card of that name: perhaps a PCM of asound.conf.
    if (why.empty() && !wanted.empty() && wanted != "auto") {
        auto opened = open_alsa_device(wanted, wanted, rate, make_converter, levels);
        if (opened) return opened;
    }
    return Unexpected("no sound card for `" + wanted + "`: " + known(cards) + why);
}

}  // namespace

std::vector<CardDescription> alsa_cards() {
    std::vector<CardDescription> cards;
    for (int number = -1; snd_card_next(&number) >= 0 && number >= 0;)
        add_devices(number, cards);
    return cards;
}

AlsaPort::Open alsa_opener(const std::string& wanted, SampleRate rate,
                           audio::MakeRateConverter make_converter, const MixerLevels& levels) {
    snd_lib_error_set_handler(say_nothing);
    return [wanted = address_of(wanted), rate, levels, make_converter = std::move(make_converter)] {
        return open_best(wanted, rate, make_converter, levels);
    };
}

}  // namespace giaoban::board
