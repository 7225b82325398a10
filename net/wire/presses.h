#pragma once

#include <cstdint>

namespace giaoban::net {

/// How often a box's button was pressed since its program started. A counter in a state, not a
/// message: a packet that is lost, repeated or late can neither lose a press nor count it twice.
///
/// The counters wrap after 2^32 presses; at one a second that is 136 years.
struct PressCount {
    /// Drawn by the box when its program starts, so that a count that begins again from 0 is told
    /// from one that went on. 0 before anything is known.
    std::uint64_t epoch = 0;
    std::uint32_t short_presses = 0;
    std::uint32_t long_presses = 0;

    friend bool operator==(const PressCount&, const PressCount&) = default;
};

}  // namespace giaoban::net
