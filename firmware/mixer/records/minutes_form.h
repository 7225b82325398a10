#pragma once

#include <string>

#include "config/minutes_settings.h"
#include "config/vocab/expected.h"
#include "firmware/mixer/records/civil_time.h"
#include "firmware/mixer/records/roll.h"

namespace giaoban::mixer {

/// The biên bản of a meeting, as a PDF for signature: head, times, roll, turns, what the chair did, conclusions, and the
/// lines for the two signatures. What is not known (number, names of chair and secretary) is dotted, to be written in.
///
/// Of private rooms it says that they were held and how long, and not who spoke in them. At its foot is the hash of the
/// meeting's last entry: with it `giaobanctl minutes verify` ties the file to the paper.
///
/// Errors: words, when the PDF cannot be made.
/// Source: Vietnam's decree 30/2020/NĐ-CP, appendix III, form 1.10.
[[nodiscard]] Expected<std::string, std::string> pdf_of(const MeetingRecord& record,
                                                        const config::MinutesSettings& settings,
                                                        Zone zone);

}  // namespace giaoban::mixer
