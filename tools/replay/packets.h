#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::replay {

/// One RTP packet of a stream as it was caught, or as it was made.
struct Packet {
    /// On the clock of whoever caught it; of a lost one, when it was sent.
    Microseconds at{};
    std::uint16_t seq = 0;
    std::uint32_t timestamp = 0;
    bool marker = false;
    /// It did not arrive; known of a file that was made, so that it can be asked for again.
    bool lost = false;
    std::vector<std::byte> payload;
};

/// When sound of a timestamp would be heard over a link and a playout that take no time. A file that was made
/// knows it; of one that was caught it is taken from the quickest packet.
struct Origin {
    std::uint32_t timestamp = 0;
    Microseconds at{};
};

/// The packets of one stream in the order of their times.
struct PacketFile {
    std::vector<Packet> packets;
    std::optional<Origin> origin;
};

/// Why bytes are no such file: what is wrong and where, and what is accepted.
struct PacketError {
    std::string text;
};

}  // namespace giaoban::replay
