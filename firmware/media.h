#pragma once

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "config/settings.h"
#include "config/vocab/samples.h"
#include "net/link/rung.h"
#include "net/rtp/rtp_packet.h"

/// Where the network's words become those of sound: audio and net never see each other.
namespace giaoban {

/// What a rung and the configuration ask of the encoder.
[[nodiscard]] audio::EncoderSettings encoder_settings(const net::Rung& rung,
                                                      const config::CodecSettings& codec,
                                                      SampleRate rate) noexcept;

/// An RTP packet as audio has it. False: empty, or longer than any packet of speech, and not for the
/// ears.
[[nodiscard]] bool to_encoded(const net::RtpView& rtp, audio::EncodedPacket& packet) noexcept;

}  // namespace giaoban
