#include "board/alsa/alsa_mixer.h"

#include <alsa/asoundlib.h>

#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

namespace giaoban::board {

namespace {

using Way = MixerControl::Way;

struct CloseMixer {
    void operator()(snd_mixer_t* mixer) const noexcept { snd_mixer_close(mixer); }
};
using Mixer = std::unique_ptr<snd_mixer_t, CloseMixer>;

/// A control and the element of ALSA that it is.
struct Found {
    MixerControl control;
    snd_mixer_elem_t* element = nullptr;
};

Mixer open_mixer(const std::string& card) {
    snd_mixer_t* raw = nullptr;
    if (snd_mixer_open(&raw, 0) < 0) return nullptr;
    Mixer mixer(raw);
    if (snd_mixer_attach(raw, card.c_str()) < 0) return nullptr;
    if (snd_mixer_selem_register(raw, nullptr, nullptr) < 0) return nullptr;
    return snd_mixer_load(raw) < 0 ? nullptr : std::move(mixer);
}

Found playback_of(snd_mixer_elem_t* element) {
    Found found;
    found.element = element;
    MixerControl& control = found.control;
    control.name = snd_mixer_selem_get_name(element);
    control.has_switch = snd_mixer_selem_has_playback_switch(element) != 0;
    control.has_capture = snd_mixer_selem_has_capture_volume(element) != 0 &&
                          snd_mixer_selem_has_common_volume(element) == 0;
    MixerControl::Range range;
    if (snd_mixer_selem_has_playback_volume(element) != 0 &&
        snd_mixer_selem_get_playback_volume_range(element, &range.least, &range.most) == 0) {
        control.steps = range;
    }
    if (snd_mixer_selem_get_playback_dB_range(element, &range.least, &range.most) == 0) {
        control.centibels = range;
    }
    return found;
}

Found capture_of(snd_mixer_elem_t* element) {
    Found found;
    found.element = element;
    MixerControl& control = found.control;
    control.name = snd_mixer_selem_get_name(element);
    control.way = Way::capture;
    control.has_switch = snd_mixer_selem_has_capture_switch(element) != 0;
    MixerControl::Range range;
    if (snd_mixer_selem_has_capture_volume(element) != 0 &&
        snd_mixer_selem_get_capture_volume_range(element, &range.least, &range.most) == 0) {
        control.steps = range;
    }
    if (snd_mixer_selem_get_capture_dB_range(element, &range.least, &range.most) == 0) {
        control.centibels = range;
    }
    return found;
}

std::vector<Found> controls_of(snd_mixer_t* mixer) {
    std::vector<Found> found;
    for (snd_mixer_elem_t* element = snd_mixer_first_elem(mixer); element != nullptr;
         element = snd_mixer_elem_next(element)) {
        if (snd_mixer_selem_is_active(element) == 0) continue;
        const bool plays = snd_mixer_selem_has_playback_volume(element) != 0 ||
                           snd_mixer_selem_has_playback_switch(element) != 0;
        const bool common = snd_mixer_selem_has_common_volume(element) != 0;
        const bool hears = snd_mixer_selem_has_capture_volume(element) != 0 ||
                           snd_mixer_selem_has_capture_switch(element) != 0;
        if (plays) found.push_back(playback_of(element));
        if (hears && !common) found.push_back(capture_of(element));
    }
    return found;
}

/// Whether the card took it.
bool carry_out(const MixerStep& step, const Found& at) {
    const bool plays = at.control.way == Way::playback;
    int error = 0;
    if (step.switch_on) {
        error |= plays ? snd_mixer_selem_set_playback_switch_all(at.element, 1)
                       : snd_mixer_selem_set_capture_switch_all(at.element, 1);
    }
    if (step.step) {
        error |= plays ? snd_mixer_selem_set_playback_volume_all(at.element, *step.step)
                       : snd_mixer_selem_set_capture_volume_all(at.element, *step.step);
    }
    if (step.centibel) {
        error |= plays ? snd_mixer_selem_set_playback_dB_all(at.element, *step.centibel, 0)
                       : snd_mixer_selem_set_capture_dB_all(at.element, *step.centibel, 0);
    }
    return error >= 0;
}

std::string words_of(const MixerStep& step, const MixerControl& control, bool done) {
    std::string text = control.way == Way::playback ? "speaker `" : "microphone `";
    text += control.name + "`";
    if (!done) return text + " not taken";
    char level[32] = " on";
    if (step.step && control.steps) {
        const long range = control.steps->most - control.steps->least;
        const long percent = range == 0 ? 100 : (*step.step - control.steps->least) * 100 / range;
        (void)std::snprintf(level, sizeof level, " %ld %%", percent);
    } else if (step.centibel) {
        (void)std::snprintf(level, sizeof level, " %.1f dB",
                            static_cast<double>(*step.centibel) / 100);
    }
    return text + level;
}

}  // namespace

std::string set_up_mixer(const std::string& card, const MixerLevels& levels) {
    const Mixer mixer = open_mixer(card);
    if (!mixer) return "no mixer";
    const std::vector<Found> found = controls_of(mixer.get());
    std::vector<MixerControl> controls;
    for (const Found& each : found)
        controls.push_back(each.control);
    std::string words;
    for (const MixerStep& step : mixer_plan(controls, levels)) {
        const Found& at = found[step.control];
        words += (words.empty() ? "" : ", ") + words_of(step, at.control, carry_out(step, at));
    }
    return words.empty() ? "its mixer has nothing to set" : words;
}

}  // namespace giaoban::board
