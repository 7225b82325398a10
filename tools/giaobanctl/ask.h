#pragma once

#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "tools/giaobanctl/outcome.h"

namespace giaoban::ctl {

/// A daemon answers from memory, within a millisecond; this is for one that is swapped out or stopped.
inline constexpr Milliseconds patience{5000};

/// One question to a daemon's UNIX socket and its answer, or what to say in its place.
[[nodiscard]] Expected<std::vector<std::byte>, Outcome> ask(const std::string& socket,
                                                            Bytes question);

/// What to say when bytes are none of ours: the two programs are of different versions.
[[nodiscard]] Outcome not_understood(const std::string& socket);

}  // namespace giaoban::ctl
