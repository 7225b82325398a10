#pragma once

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "audio/playout/playout_words.h"
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

/// The rung that the mixing box asks of a box, within what the box's own configuration allows and this
/// program knows: a newer mixing box may know more rungs.
[[nodiscard]] net::RungIndex uplink_rung(std::uint8_t asked, std::uint8_t widest) noexcept;

/// What the configuration asks of every playout.
[[nodiscard]] audio::PlayoutLimits playout_limits(const config::PlayoutSettings& playout) noexcept;

/// An RTP packet as audio has it. False: empty, or longer than any packet of speech, and not for the
/// ears.
[[nodiscard]] bool to_encoded(const net::RtpView& rtp, audio::EncodedPacket& packet) noexcept;

}  // namespace giaoban
