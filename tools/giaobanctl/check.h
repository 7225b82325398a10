#pragma once

#include <string>

#include "tools/giaobanctl/outcome.h"

namespace giaoban::ctl {

/// Reads a configuration or a card and says all that is wrong with it. `kind` is box, mixer, card or empty: by the
/// file's name then.
[[nodiscard]] Outcome check_file(const std::string& path, const std::string& kind);

}  // namespace giaoban::ctl
