#pragma once

#include <string>
#include <vector>

#include "tools/giaobanctl/outcome.h"

/// This process becomes another program, and with it its output and exit code.
///
/// Errors: these come back only when there is no such program here, with an outcome that says so.
namespace giaoban::ctl {

/// `giaoban-minutes`, looked for beside this program, then where the shell would.
[[nodiscard]] Outcome go_over_to_minutes(const std::vector<std::string>& words);

/// A script that is installed with this program (config/our_tool.h).
[[nodiscard]] Outcome go_over_to_script(const std::string& name,
                                        const std::vector<std::string>& words);

}  // namespace giaoban::ctl
