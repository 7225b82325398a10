#pragma once

#include <string>
#include <string_view>

#include "config/vocab/expected.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// The text form: `arrival_us seq rtp_ts payload_hex` a line. Empty lines and lines that begin with `#` are stepped over,
/// but for two that a file which was made has:
///
///   # origin RTP_TS AT_US                     sound of that timestamp would be heard then over a link of no delay
///   # lost SENT_US SEQ RTP_TS PAYLOAD_HEX     sent, and lost
///
/// Errors:     PacketError names the line.
[[nodiscard]] Expected<PacketFile, PacketError> read_packet_text(std::string_view text);

[[nodiscard]] std::string write_packet_text(const PacketFile& file);

}  // namespace giaoban::replay
