#pragma once

#include <cstdint>

namespace giaoban::net {

/// What a box asks of the mixing box after an outage: the packets of the meeting that it has missed.
///
/// Units:      timestamps of the mixing box's one media clock, 48 kHz, modulo 2^32.
/// Threading:  a value.
struct CatchUp {
    /// The last packet that came before the hole, and the first that came after it. Both are sent too:
    /// by them the box sees that nothing lies between them and the rest.
    std::uint32_t from = 0;
    std::uint32_t until = 0;
    /// Another number asks anew, though the rest be the same.
    std::uint32_t asked = 0;
    /// How fast it wants them, in hundredths of the pace at which they were spoken: as much as its link
    /// has to spare beside the live stream.
    std::uint16_t pace_percent = 100;

    friend bool operator==(const CatchUp&, const CatchUp&) = default;
};

/// What the mixing box has of it, and where it is to be found in the stream of the history.
struct HistoryAnswer {
    /// The request that is answered.
    std::uint32_t asked = 0;
    /// Timestamps: of the first packet that it has, and behind the last.
    std::uint32_t from = 0;
    std::uint32_t until = 0;
    /// The RTP sequence number of the first packet, and how many there are.
    std::uint16_t first = 0;
    std::uint16_t count = 0;

    friend bool operator==(const HistoryAnswer&, const HistoryAnswer&) = default;
};

}  // namespace giaoban::net
