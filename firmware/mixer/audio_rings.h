#pragma once

#include <array>
#include <cstdint>

#include "audio/codec/encoded_packet.h"
#include "audio/mix/bridge.h"
#include "audio/playout/playout_words.h"
#include "audio/rt/spsc_ring.h"
#include "config/vocab/box_id.h"
#include "config/vocab/time.h"

namespace giaoban::mixer {

/// What the network thread tells the audio thread about microphones and listeners.
struct AudioOrder {
    enum class Kind : std::uint8_t { open, close, uses };
    Kind kind = Kind::open;
    BoxId box = no_box;        ///< open, close
    audio::RungIndex rung{};   ///< open: on which it hears the others; uses
    audio::Closing closing{};  ///< close
    bool used = false;         ///< uses: somebody who does not speak listens on that rung
};

/// A packet of a box that may be heard.
struct TalkerPacket {
    BoxId box = no_box;
    Instant arrived{};
    audio::EncodedPacket packet;
};

/// A packet of a mix, with whom it is for (audio::MixPacket, for a ring).
struct MixedPacket {
    audio::RungIndex rung{};
    BoxId only = no_box;
    std::array<BoxId, audio::Bridge::most_talkers> except{};
    std::uint8_t excepted = 0;
    audio::EncodedPacket packet;  ///< its seq has no meaning: each listener has its own
};

/// How the audio thread does; once a second while somebody speaks.
struct AudioReport {
    BoxId talker = no_box;  ///< whose playout this is, or
    audio::PlayoutStats playout;
    audio::BridgeStats bridge;     ///< with no_box, the bridge's own
    std::uint64_t late_wakes = 0;  ///< a tick or more after its time
    std::uint64_t dropped = 0;     ///< packets for a full ring
    Duration latest_wake{};
};

/// All that the two threads of the mixing box share.
///
/// Capacities: packets: 16 talkers make at most 800 a second; 512 are 0.6 s, after which they would come too late
/// anyhow. Mixes: a tick makes at most 16 + 6, a catch-up 6 ticks; 256 are two of those. Orders: 128 boxes may come
/// and go at once. A full ring of packets or mixes drops, and counts; of orders nothing is dropped:
/// AudioThread keeps what did not fit.
struct AudioRings {
    audio::SpscRing<AudioOrder, 256> orders;
    audio::SpscRing<TalkerPacket, 512> packets;
    audio::SpscRing<MixedPacket, 256> mixes;
    audio::SpscRing<AudioReport, 64> reports;
};

}  // namespace giaoban::mixer
