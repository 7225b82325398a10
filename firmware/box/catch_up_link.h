#pragma once

#include "config/vocab/time.h"
#include "firmware/box/audio_rings.h"
#include "firmware/box/box_face.h"
#include "firmware/box/catch_up_asker.h"
#include "firmware/box/down_watch.h"
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

/// What the audio thread's playout was last told.
struct PlayoutOrdered {
    audio::PlayoutMode mode = audio::PlayoutMode::conversation;
    Samples round_trip{0};
};

/// Tells it how to play and how long an answer takes, where that is another. What a full ring does not take is told the
/// next time.
void order_playout(const BoxFace& face, const net::BoxSession& session, const DownWatch& down,
                   AudioRings& rings, PlayoutOrdered& ordered) noexcept;

}  // namespace giaoban::box
