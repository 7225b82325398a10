#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/codec/speech_decoder.h"
#include "audio/playout/packet_buffer.h"

namespace giaoban::audio {

/// Where a piece of made-up sound came from.
enum class Recovered : std::uint8_t { dred, lbrr, plc, silence };

/// Chooses how lost speech is made up: deep redundancy of the next packet that is there, then its
/// low-bitrate copy, then from nothing, which fades and falls silent.
///
/// Units:      Samples for places, samples of the decoder's rate for sound.
/// Threading:  not synchronised.
/// Real time:  takes no memory. The redundancy of a packet is read once, when a gap ends with it.
/// Errors:     none: where the packet lies about what it carries, the next best way is taken.
class Concealment {
  public:
    /// Speech made up from nothing fades by itself, as the decoder does it. What is left of it after
    /// 120 ms drones (ITU-T G.711 appendix I has it gone after 60, deep concealment holds about twice as
    /// long), so it is taken away within the last 20.
    static constexpr Samples full = std::chrono::milliseconds{100};
    static constexpr Samples gone = std::chrono::milliseconds{120};
    /// What was quiet is the room, and goes on: who pauses and sends nothing (DTX) lets the room be heard
    /// each 400 ms (libopus), and one of these may be lost. The decoder's own comfort noise fills it.
    static constexpr Samples room_gone = std::chrono::milliseconds{1000};
    static constexpr Samples fading = gone - full;
    /// What is made up at a time at most, unless a low-bitrate copy is longer.
    static constexpr Samples piece = std::chrono::milliseconds{20};

    struct Piece {
        std::size_t samples = 0;
        Recovered from = Recovered::silence;
    };

    explicit Concealment(SpeechDecoder& decoder) noexcept : decoder_(decoder) {}

    /// How far before `next` the redundancy in it reaches.
    [[nodiscard]] Samples reach(const BufferedPacket& next) noexcept {
        return reach(next.seq, next.payload());
    }
    [[nodiscard]] Samples reach(std::int64_t seq, Bytes payload) noexcept;
    /// What the last packet asked for had; until then nothing is known, and zero is answered.
    [[nodiscard]] Samples known_reach() const noexcept { return dred_ > lbrr_ ? dred_ : lbrr_; }

    /// Makes up a piece of what was spoken from `back` (at least 2.5 ms) before `next`.
    [[nodiscard]] Piece before(const BufferedPacket& next, Samples back,
                               std::span<std::int16_t> room) noexcept;
    /// Makes up 10 ms while nobody knows what comes next.
    [[nodiscard]] Piece stand_in(std::span<std::int16_t> room) noexcept;

    /// How much has been made up from nothing since the last real sound, and whether it is gone.
    [[nodiscard]] Samples run() const noexcept { return run_; }
    [[nodiscard]] bool is_gone() const noexcept { return run_ >= end_of_run(); }
    /// Real sound goes on: it is brought up from where the fading had got to, without a click.
    void join(std::span<std::int16_t> sound) noexcept;
    /// As if nothing had been heard for long.
    void fall_silent() noexcept {
        is_room_ = false;
        run_ = gone;
    }
    void forget() noexcept;

  private:
    [[nodiscard]] Piece from_nothing(Samples length, std::span<std::int16_t> room) noexcept;
    [[nodiscard]] std::int32_t gain_at(Samples run) const noexcept;
    [[nodiscard]] Samples end_of_run() const noexcept { return is_room_ ? room_gone : gone; }

    SpeechDecoder& decoder_;
    std::int64_t loaded_seq_ = -1;
    Samples dred_{0};
    Samples lbrr_{0};
    Samples run_ = gone;
    bool is_room_ = false;  // the last real sound was too quiet to be speech
};

}  // namespace giaoban::audio
