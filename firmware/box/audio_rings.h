#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "audio/playout/catch_up_playout.h"
#include "audio/playout/playout_words.h"
#include "audio/ports/sound_port.h"
#include "audio/prompts/prompt.h"
#include "audio/rt/spsc_ring.h"
#include "config/vocab/time.h"
#include "net/wire/self_test.h"

namespace giaoban::box {

/// A packet of the meeting on its way to the speaker.
struct ArrivedPacket {
    audio::EncodedPacket packet;
    Instant arrived{};
    std::uint32_t stream = 0;  ///< its SSRC
    audio::PacketRow row = audio::PacketRow::live;
};

/// What the audio thread has to say of catching up: told when it is another, and each 100 ms meanwhile.
struct CatchUpNews {
    bool catching_up = false;
    Samples behind{0};
    std::optional<audio::MediaRange> wanted;

    friend bool operator==(const CatchUpNews&, const CatchUpNews&) = default;
};

/// What the network thread tells the audio thread to do.
struct AudioOrder {
    enum class Kind : std::uint8_t {
        open_microphone,
        close_microphone,
        say,
        encode_as,
        follow,
        round_trip,
        nothing_before,
        self_test,
        enter_room
    };
    Kind kind = Kind::close_microphone;
    audio::Prompt prompt = audio::Prompt::connected;  ///< say
    audio::EncoderSettings settings;                  ///< encode_as
    audio::PlayoutMode mode{};                        ///< follow
    Samples round_trip{0};                            ///< round_trip: to the mixing box and back
    std::uint32_t number = 0;             ///< self_test: of the test; enter_room: of the visit
    std::optional<std::uint32_t> from{};  ///< enter_room: what is from before is not of this room
    std::uint32_t timestamp = 0;  ///< nothing_before: what is missing there is not to be had
};

/// Packets of the meeting that are missing and can still come in time, by their numbers on the wire.
struct MissingPackets {
    std::array<std::uint16_t, 32> numbers{};
    std::uint8_t count = 0;
};

/// From where on in the box's own stream its sound belongs to a visit to a room.
struct SpeaksFrom {
    std::uint32_t visit = 0;
    std::uint32_t timestamp = 0;
};

/// How the audio thread does, once a second.
struct AudioReport {
    audio::PlayoutStats playout;
    audio::PortHealth port;
    std::uint64_t ticks = 0;
    std::uint64_t packets_dropped = 0;      ///< the ring to the network was full
    std::uint8_t level_below_full_db = 96;  ///< of the microphone over that second; 96 is silence
    bool prompt_playing = false;
};

/// All that passes between the two threads. Each ring has one thread at either end.
struct AudioRings {
    // 128 packets of the shortest frames are 2.5 s: longer than any tick can take.
    audio::SpscRing<ArrivedPacket, 128> arrived;       // network -> audio
    audio::SpscRing<AudioOrder, 32> orders;            // network -> audio
    audio::SpscRing<audio::EncodedPacket, 64> spoken;  // audio -> network; seq is given there
    audio::SpscRing<AudioReport, 4> reports;           // audio -> network
    audio::SpscRing<MissingPackets, 16> missing;       // audio -> network
    audio::SpscRing<CatchUpNews, 16> catch_up;         // audio -> network
    audio::SpscRing<net::SelfTestResult, 4> tested;    // audio -> network
    audio::SpscRing<SpeaksFrom, 8> entered;            // audio -> network
};

}  // namespace giaoban::box
