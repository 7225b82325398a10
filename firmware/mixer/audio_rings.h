#pragma once

#include <array>
#include <cstdint>

#include "audio/codec/encoded_packet.h"
#include "audio/mix/bridge.h"
#include "audio/playout/playout_words.h"
#include "audio/rt/spsc_ring.h"
#include "config/vocab/box_id.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"

namespace giaoban::mixer {

/// What the network thread tells the audio thread about microphones and listeners.
struct AudioOrder {
    enum class Kind : std::uint8_t {
        open,
        close,
        move,
        uses,
        round_trip,
        converse,
        renew,
        open_room,
        close_room
    };
    Kind kind = Kind::open;
    RoomId room = plenary;     ///< in which
    BoxId box = no_box;        ///< open, close, move, round_trip
    audio::RungIndex rung{};   ///< open, move: on which it hears the others; uses
    audio::Closing closing{};  ///< close
    bool used =
        false;  ///< uses: somebody who does not speak listens on that rung; converse: all talk
    Samples round_trip{0};         ///< round_trip: to that talker and back
    std::uint32_t generation = 0;  ///< renew: audio::Bridge::renew()
};

/// Packets of a talker that are missing and can still come in time, by their numbers on the wire.
struct MissingPackets {
    BoxId box = no_box;
    std::array<std::uint16_t, 32> numbers{};
    std::uint8_t count = 0;
};

/// A packet of a box that may be heard.
struct TalkerPacket {
    RoomId room = plenary;  ///< in which it was spoken
    BoxId box = no_box;
    Instant arrived{};
    audio::EncodedPacket packet;
};

/// A packet of a mix, with whom it is for (audio::MixPacket, for a ring).
struct MixedPacket {
    RoomId room = plenary;
    std::uint32_t generation = 0;
    audio::RungIndex rung{};
    BoxId only = no_box;
    std::array<BoxId, audio::Bridge::most_talkers> except{};
    std::uint8_t excepted = 0;
    std::int64_t tick = 0;
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

/// How loud a talker is; each 200 ms while its microphone is open.
struct TalkerLevel {
    BoxId box = no_box;
    std::int8_t level_db = -96;  ///< of full scale
};

/// All that the two threads of the mixing box share.
///
/// Capacities, for all rooms together: packets: 16 talkers make at most 800 a second; 512 are 0.6 s, after which they would
/// come too late anyhow. Missing: one a talker and tick; what does not fit is asked for a round trip later. Levels: one a talker; a newer one comes soon. Mixes: a tick makes at
/// most 24 + 10 in the plenary and 8 + 10 in each of 7 private rooms, a catch-up 6 ticks: 960 of 1024. Orders: 128 boxes may come
/// and go at once. A full ring of packets or mixes drops, and counts; of orders nothing is dropped:
/// AudioThread keeps what did not fit.
struct AudioRings {
    audio::SpscRing<AudioOrder, 256> orders;
    audio::SpscRing<TalkerPacket, 512> packets;
    audio::SpscRing<MixedPacket, 1024> mixes;
    audio::SpscRing<AudioReport, 64> reports;
    audio::SpscRing<MissingPackets, 64> missing;
    audio::SpscRing<TalkerLevel, 64> levels;
};

}  // namespace giaoban::mixer
