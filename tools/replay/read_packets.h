#pragma once

#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// Reads a file of packets, whichever of the three forms its content shows: rtpdump, pcap, or text. `ssrc` picks a
/// stream of a capture; without it the one with the most packets is taken. A file without any packet is refused.
[[nodiscard]] Expected<PacketFile, PacketError> read_packets(Bytes bytes,
                                                             std::optional<std::uint32_t> ssrc);

}  // namespace giaoban::replay
