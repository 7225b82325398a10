#pragma once

#include <string>
#include <vector>

#include "tools/giaobanctl/outcome.h"

namespace giaoban::ctl {

/// Goes over to `giaoban-minutes` with these words (this process becomes that program, and with it its output and exit
/// code). It is looked for beside this program, then where the shell would.
///
/// Errors: it comes back only when there is no such program here, with an outcome that says so.
[[nodiscard]] Outcome go_over_to_minutes(const std::vector<std::string>& words);

}  // namespace giaoban::ctl
