#pragma once

#include <CLI/CLI.hpp>

#include "tools/giaobanctl/words.h"

namespace giaoban::ctl {

/// The commands below `giaobanctl meeting`; what they come to is in `words.outcome`.
///
/// Threading: one thread; `meeting status --watch` ends when it is interrupted or nobody reads it.
void add_meeting(CLI::App& app, Words& words);

}  // namespace giaoban::ctl
