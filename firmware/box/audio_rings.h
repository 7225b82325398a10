#pragma once

#include <cstdint>

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "audio/playout/playout_words.h"
#include "audio/ports/sound_port.h"
#include "audio/prompts/prompt.h"
#include "audio/rt/spsc_ring.h"
#include "config/vocab/time.h"

namespace giaoban::box {

/// A packet of the meeting on its way to the speaker.
struct ArrivedPacket {
    audio::EncodedPacket packet;
    Instant arrived{};
};

/// What the network thread tells the audio thread to do.
struct AudioOrder {
    enum class Kind : std::uint8_t { open_microphone, close_microphone, say, encode_as };
    Kind kind = Kind::close_microphone;
    audio::Prompt prompt = audio::Prompt::connected;  ///< say
    audio::EncoderSettings settings;                  ///< encode_as
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
};

}  // namespace giaoban::box
