#include "board/alsa/mixer_plan.h"

#include "tests/catch.h"

using namespace giaoban::board;
using Way = MixerControl::Way;
using Unit = MixerLevel::Unit;

namespace {

/// A USB headset as Linux shows it: the microphone's side tone is a playback of "Mic".
const std::vector<MixerControl> headset{
    {.name = "PCM", .has_switch = true, .steps = {{0, 40}}, .centibels = {{-4000, 0}}},
    {.name = "Mic", .has_switch = true, .steps = {{0, 10}}, .has_capture = true},
    {.name = "Mic",
     .way = Way::capture,
     .has_switch = true,
     .steps = {{5, 25}},
     .centibels = {{0, 2000}}},
    {.name = "Auto Gain Control", .has_switch = true},
    {.name = "Mic Boost", .way = Way::capture, .steps = {{0, 3}}}};

}  // namespace

TEST_CASE("speaker and microphone are set and unmuted, the side tone is left alone",
          "[board][audio]") {
    const auto plan = mixer_plan(headset, {{Unit::percent, 80}, {Unit::percent, 50}});
    const std::vector<MixerStep> expected{
        {.control = 0, .switch_on = true, .step = 32, .centibel = {}},
        {.control = 2, .switch_on = true, .step = 15, .centibel = {}},
        {.control = 3, .switch_on = true, .step = {}, .centibel = {}}};
    CHECK(plan == expected);
}

TEST_CASE("decibels beyond what a control can are its nearest", "[board][audio]") {
    const auto plan = mixer_plan(headset, {{Unit::decibels, -6}, {Unit::decibels, 50}});
    REQUIRE(plan.size() == 3);
    CHECK(plan[0].centibel == -600);
    CHECK(plan[1].centibel == 2000);
    CHECK_FALSE(plan[1].step);
}

TEST_CASE("a card is kept as it comes, but not muted", "[board][audio]") {
    for (const MixerStep& step : mixer_plan(headset, {})) {
        CHECK(step.switch_on);
        CHECK_FALSE(step.step);
        CHECK_FALSE(step.centibel);
    }
}
