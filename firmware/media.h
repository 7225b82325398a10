#pragma once

#include <vector>

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "audio/playout/playout_words.h"
#include "config/settings.h"
#include "config/vocab/samples.h"
#include "net/link/direction_estimate.h"
#include "net/link/link_report.h"
#include "net/link/rung.h"
#include "net/link/rung_chooser.h"
#include "net/rtp/rtp_packet.h"

/// Where the network's words become those of sound: audio and net never see each other.
namespace giaoban {

/// What a rung and the configuration ask of the encoder.
[[nodiscard]] audio::EncoderSettings encoder_settings(const net::Rung& rung,
                                                      const config::CodecSettings& codec,
                                                      SampleRate rate) noexcept;

/// The rung that the mixing box asks of a box, within what the box's own configuration allows and this
/// program knows: a newer mixing box may know more rungs.
[[nodiscard]] net::RungIndex uplink_rung(std::uint8_t asked,
                                         const config::RungRange& allowed) noexcept;

/// Between what the mixing box may choose.
[[nodiscard]] net::RungBounds rung_bounds(const config::RungRange& range,
                                          config::Choice redundancy) noexcept;

/// All rungs within bounds.
[[nodiscard]] std::vector<net::RungIndex> rungs_within(const net::RungBounds& bounds);

/// What the configuration asks of every playout.
[[nodiscard]] audio::PlayoutLimits playout_limits(const config::PlayoutSettings& playout) noexcept;

/// How long the answer to a request for a lost packet takes, with a queue that stands before it; zero when nothing is
/// known of it. In steps of 10 ms: the audio thread is told of another only when it matters.
[[nodiscard]] Samples round_trip_to_wait_for(const net::LinkReport& link,
                                             Duration queue = Duration{0}) noexcept;

/// An RTP packet as the estimate of a link has it.
[[nodiscard]] net::PacketSeen packet_seen(const net::RtpView& rtp, Instant arrived) noexcept;

/// An RTP packet as audio has it. False: empty, or longer than any packet of speech, and not for the
/// ears.
[[nodiscard]] bool to_encoded(const net::RtpView& rtp, audio::EncodedPacket& packet) noexcept;

}  // namespace giaoban
