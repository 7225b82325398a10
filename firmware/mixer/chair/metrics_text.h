#pragma once

#include <string>

#include "firmware/mixer/chair/chair_state.h"
#include "firmware/mixer/chair/page_counters.h"

namespace giaoban::chair {

/// GET /metrics: the meeting and its boxes in Prometheus' text form, version 0.0.4. Names are in base units with their unit at
/// the end; what only grows ends in _total.
[[nodiscard]] std::string metrics_text(const ChairState& state, const PageCounters& page);

/// A value of a label between its quotes.
[[nodiscard]] std::string escaped_label(const std::string& text);

}  // namespace giaoban::chair
