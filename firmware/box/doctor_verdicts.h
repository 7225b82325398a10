#pragma once

#include <vector>

#include "audio/prompts/prompt.h"
#include "firmware/box/doctor_facts.h"
#include "net/wire/doctor_report.h"

namespace giaoban::box {

/// What the doctor finds, one line for each thing in the order of net::DoctorItem; within the bounds of a report.
///
/// Pure. Source: a Raspberry Pi's firmware lowers the clock from 80 °C on, and reports a voltage below 4.63 V
/// (https://www.raspberrypi.com/documentation, "Frequency management and thermal control", "Under-voltage").
[[nodiscard]] std::vector<net::DoctorFinding> findings_of(const DoctorFacts& facts);

/// What a box says of them: each thing that is bad, or that all is well. At most `most_spoken`.
[[nodiscard]] std::vector<audio::Prompt> spoken(const std::vector<net::DoctorFinding>& findings);

/// With the prompt that waits to be said beside them, PromptPlayer::capacity.
inline constexpr std::size_t most_spoken = 7;

}  // namespace giaoban::box
