#pragma once

#include <cstddef>

namespace giaoban {

/// Boxes that one status has rows for: as many as mixer.toml lets in (`limits.max_boxes`).
inline constexpr std::size_t max_status_boxes = 4096;

/// The longest message between a daemon and a program of the same machine, for whoever writes one and
/// for whoever carries it: 4096 rows of 400 bytes at most and 256 counters of 100 are 1.7 MB.
inline constexpr std::size_t most_local_message = 2 * 1024 * 1024;

}  // namespace giaoban
