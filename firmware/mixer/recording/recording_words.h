#pragma once

#include <cstdint>
#include <string>

#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::mixer {

/// One recording that is on, for as long as this program runs.
enum class RecordingId : std::uint32_t {};

/// What happened to a recording, for the chair's page and the minutes. Words are English, to be shown as they are
/// where a page has none of its own for the kind.
struct RecordingNews {
    enum class Kind : std::uint8_t {
        started,
        joined,    ///< it goes on in a file that was there: after a restart, or switched on again
        stopped,   ///< by its user; the file is whole
        failed,    ///< it ended by itself, the words say why; what was recorded before is whole
        repaired,  ///< a file that a power cut left open was closed
        removed,   ///< the oldest went, to make room
    };
    Kind kind = Kind::started;
    std::string name;
    std::string words;
};

/// How a recording does that is on.
struct RecordingStatus {
    RecordingId id{};
    std::string name;
    std::int64_t started_unix_ms = 0;
    Samples length{};            ///< that is on the disk
    std::uint64_t bytes = 0;     ///< the same, with its tracks
    std::uint64_t dropped = 0;   ///< packets that came too late, or that the disk was too slow for
    std::uint64_t chapters = 0;  ///< that are kept; beyond 999 they are not
};

}  // namespace giaoban::mixer
