#pragma once

#include <cstdint>

#include "config/vocab/sample_rate.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// All packets of a file decoded in their order with nothing around it, and the gaps between them filled by what Opus
/// has: deep redundancy as far as the next packet's reaches, its low-bitrate copy, then made up for 120 ms. What the
/// receive path costs is compared with this.
///
/// Answers how much sound that was.
Samples bare_decode(const PacketFile& file, SampleRate rate);

}  // namespace giaoban::replay
