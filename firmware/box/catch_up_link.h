#pragma once

#include "config/vocab/time.h"
#include "firmware/box/audio_rings.h"
#include "firmware/box/catch_up_asker.h"
#include "net/rtp/rtp_packet.h"
#include "net/session/box_session.h"

/// How the network thread joins the session, the audio thread's rings and the CatchUpAsker; the daemon and
/// the scenarios alike.
namespace giaoban::box {

/// A packet of sound for the audio thread, as it was spoken or of what was missed. False: it is none, or
/// the ring is full.
[[nodiscard]] bool pass_to_audio(const net::RtpView& packet, audio::PacketRow row, Instant arrived,
                                 AudioRings& rings, CatchUpAsker& asker) noexcept;

/// After anything has happened: takes the audio thread's news, asks, orders. The state that follows from
/// it is the session's by then.
void serve_catch_up(CatchUpAsker& asker, net::BoxSession& session, AudioRings& rings, Instant now);

}  // namespace giaoban::box
