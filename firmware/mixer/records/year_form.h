#pragma once

#include <string>

#include "config/minutes_settings.h"
#include "config/vocab/expected.h"
#include "firmware/mixer/records/year_report.h"

namespace giaoban::mixer {

/// The yearly report as a PDF for signature: the year in figures, meetings and journeys saved by month as a plot, and the
/// communes in a table, with the rates that the costs were counted by.
[[nodiscard]] Expected<std::string, std::string> pdf_of(const YearReport& report,
                                                        const config::MinutesSettings& settings);

}  // namespace giaoban::mixer
