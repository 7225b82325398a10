#include "board/alsa/mixer_plan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace giaoban::board {

namespace {

using Way = MixerControl::Way;
using Unit = MixerLevel::Unit;

// Ways from an input of the card to its speaker, and effects.
constexpr std::array<std::string_view, 9> not_speech{"mic",  "line", "cd",    "aux",   "side",
                                                     "loop", "beep", "boost", "bypass"};

std::string lower(std::string_view text) {
    std::string small(text);
    std::ranges::transform(small, small.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return small;
}

bool is_speech(const MixerControl& control) {
    // A microphone's own level is what is wanted; its gain before that is not.
    if (control.way == Way::capture) {
        return lower(control.name).find("boost") == std::string::npos;
    }
    if (control.has_capture) return false;
    const std::string name = lower(control.name);
    return std::ranges::none_of(
        not_speech, [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

void set_level(MixerStep& step, const MixerControl& control, const MixerLevel& level) {
    if (level.unit == Unit::keep || !control.steps) return;
    if (level.unit == Unit::percent) {
        const auto [least, most] = *control.steps;
        step.step = least + ((most - least) * level.value + 50) / 100;
    } else if (control.centibels) {
        const auto [least, most] = *control.centibels;
        step.centibel = std::clamp(level.value * 100L, least, std::max(least, most));
    }
}

}  // namespace

std::vector<MixerStep> mixer_plan(std::span<const MixerControl> controls,
                                  const MixerLevels& levels) {
    std::vector<MixerStep> plan;
    for (std::size_t i = 0; i < controls.size(); ++i) {
        const MixerControl& control = controls[i];
        if (!is_speech(control)) continue;
        MixerStep step{.control = i, .switch_on = control.has_switch, .step = {}, .centibel = {}};
        set_level(step, control, control.way == Way::capture ? levels.capture : levels.playback);
        if (step.switch_on || step.step || step.centibel) plan.push_back(step);
    }
    return plan;
}

}  // namespace giaoban::board
