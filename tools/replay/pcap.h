#pragma once

#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// Whether these bytes begin as a capture does: pcap, or pcapng, which read_pcap() refuses in words.
[[nodiscard]] bool is_pcap(Bytes bytes) noexcept;

/// Reads clear RTP over UDP from a capture of tcpdump's: Ethernet (with VLAN tags), Linux cooked (both) and raw IP,
/// of version 4 and 6. Fragments and all that is no UDP are stepped over; a last record that breaks off is left out.
///
/// Errors:     PacketError names what is wrong and what to do.
/// Source:     draft-ietf-opsawg-pcap; the link types of tcpdump.org; RFC 791, RFC 8200, RFC 768.
[[nodiscard]] Expected<PacketFile, PacketError> read_pcap(Bytes bytes,
                                                          std::optional<std::uint32_t> ssrc);

}  // namespace giaoban::replay
