#pragma once

#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// Whether these bytes begin as a file of rtpdump does.
[[nodiscard]] bool is_rtpdump(Bytes bytes) noexcept;

/// Reads what `rtpdump -F dump` of rtptools writes; times there are in milliseconds. A last record that breaks off is
/// left out; RTCP and records of headers alone are stepped over.
///
/// Errors:     PacketError names the byte.
/// Source:     rtptools, rtpdump.h and man page (RD_hdr_t, RD_packet_t).
[[nodiscard]] Expected<PacketFile, PacketError> read_rtpdump(Bytes bytes,
                                                             std::optional<std::uint32_t> ssrc);

}  // namespace giaoban::replay
