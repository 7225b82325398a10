#pragma once

#include <cstdint>
#include <span>

#include "audio/codec/speech_encoder.h"
#include "tools/linksim/link_settings.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// Codes speech (at `settings.rate`) and sends it over a link, which begins with the first packet: a frame is sent
/// when its last sample was spoken. The file's origin is such that delays are told without the link's least delay
/// (`link.delay`). What the link loses is kept in the file as lost, and what it doubles is there twice.
///
/// Errors:     settings that the encoder does not have stop the program (ensure).
[[nodiscard]] PacketFile make_packets(std::span<const std::int16_t> speech,
                                      const audio::EncoderSettings& settings,
                                      const linksim::LinkSettings& link, std::uint64_t seed);

}  // namespace giaoban::replay
