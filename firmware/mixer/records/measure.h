#pragma once

#include <chrono>
#include <filesystem>

#include "firmware/mixer/records/commands.h"

namespace giaoban::mixer {

/// How many entries a second a disk takes so that they survive a power cut: in a folder of its own below `folder`, which
/// is gone afterwards. First one after another, each waited for (a chair at work), with the time from append() to
/// durable; then as many as the queue holds (everybody at once).
///
/// Threading: waits for `each` twice.
[[nodiscard]] CommandResult measure_disk(const std::filesystem::path& folder, bool json,
                                         std::chrono::milliseconds each);

}  // namespace giaoban::mixer
