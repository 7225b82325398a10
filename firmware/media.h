#pragma once

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "config/settings.h"
#include "config/vocab/samples.h"
#include "net/link/rung.h"
#include "net/rtp/rtp_packet.h"

/// Where the network's words become those of sound: audio and net never see each other.
namespace giaoban {

/// What an RTP packet carries, for a ring to the audio thread. A payload that is no packet of Opus
/// (longer than EncodedPacket holds) comes out empty, which the playout counts as malformed.
[[nodiscard]] audio::EncodedPacket encoded_packet_of(const net::RtpView& packet) noexcept;

/// How a rung is encoded at this machine's rate, with what the configuration changes of it.
[[nodiscard]] audio::EncoderSettings encoder_settings_of(const net::Rung& rung,
                                                         const config::CodecSettings& codec,
                                                         SampleRate rate) noexcept;

}  // namespace giaoban
