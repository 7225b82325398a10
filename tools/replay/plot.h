#pragma once

#include <string>
#include <vector>

#include "tools/replay/replay.h"

namespace giaoban::replay {

/// Two charts over one axis of time, as an SVG picture of 1200 by 640: above, delay, depth and target in ms; below, in
/// percent of each stretch of time, what was made up and by what, and what was lost on the way.
///
/// `title` stands on top. Without rows it says that there is nothing to show.
[[nodiscard]] std::string as_svg(const std::string& title, const ReplayFigures& figures,
                                 const std::vector<TickRow>& rows);

}  // namespace giaoban::replay
