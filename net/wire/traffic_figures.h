#pragma once

#include <cstdint>

#include "config/vocab/time.h"

namespace giaoban::net {

/// One direction of one box's media, as the meeting's table shows it. Parts are of 1,000.
struct TrafficFigures {
    std::uint16_t lost_permille = 0;
    std::uint16_t late_permille = 0;       ///< came after their turn to be played
    std::uint16_t concealed_permille = 0;  ///< of the sound played, what was guessed
    Microseconds jitter{0};
    std::uint32_t bits_per_second = 0;  ///< on the wire, with IP and UDP, in the last seconds
    std::uint64_t packets = 0;          ///< since the box joined

    friend bool operator==(const TrafficFigures&, const TrafficFigures&) = default;
};

}  // namespace giaoban::net
