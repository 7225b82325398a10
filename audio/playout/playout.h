#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/codec/speech_decoder.h"
#include "audio/playout/concealment.h"
#include "audio/playout/lateness_estimator.h"
#include "audio/playout/packet_buffer.h"
#include "audio/playout/playout_words.h"
#include "audio/playout/sound_line.h"
#include "audio/playout/stream_order.h"
#include "audio/playout/time_stretch.h"
#include "config/vocab/sample_rate.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// One talker's packets in, an even stream of sound out: an adaptive jitter buffer.
///
/// Three rules carry it. (1) What is due and not there is stood in for while playout *waits*: late
/// speech is still heard, later; the delay so gained is given back by playing a little faster.
/// (2) The aim is the transit that nearly all frames keep, where a lost frame counts as arriving with the
/// packet that carries its redundancy: so loss that can be mended deepens the buffer by itself.
/// (3) All corrections are stretches of whole pitch periods, never cuts.
///
/// Units:      one tick of 20 ms a call, mono 16-bit samples at the rate of construction.
/// Threading:  not synchronised; one thread owns it and the decoder. Packets cross to that thread
///             through an SpscRing.
/// Real time:  all memory is taken in the constructor; insert() and next() neither allocate, lock nor
///             log. Most work of a tick: one packet decoded, the redundancy of one packet read.
/// Errors:     none to throw. Packets may hold anything; insert() answers what became of them.
/// Source:     RFC 3550 section 6.4.1 and appendix A; RFC 7587.
class Playout {
  public:
    Playout(const PlayoutLimits& limits, SampleRate rate, SpeechDecoder& decoder);

    /// Takes in one packet that reached this machine at `arrived`.
    Inserted insert(const EncodedPacket& packet, Instant arrived) noexcept;

    /// The next tick of sound, due at `now`: always fills `out`, with silence when nobody speaks.
    TickKind next(Instant now, std::span<std::int16_t> out) noexcept;

    [[nodiscard]] PlayoutStats stats() const noexcept;
    /// As after construction, for another talker.
    void reset() noexcept;

  private:
    void observe(const StreamOrder::Place& place, const EncodedPacket& packet, Samples duration,
                 Samples arrived, Samples spacing) noexcept;
    void observe_loss(const StreamOrder::Place& place, const EncodedPacket& packet, Samples transit,
                      Samples arrived, Samples spacing) noexcept;
    void begin_anew(Samples transit) noexcept;
    void follow_clock(Samples now) noexcept;

    [[nodiscard]] bool begin() noexcept;
    [[nodiscard]] Samples earliest_start(const BufferedPacket& first) noexcept;
    void leave_out_what_is_too_far_behind() noexcept;
    void fill() noexcept;
    void decode_first() noexcept;
    void cross_gap(const BufferedPacket& next) noexcept;
    void stand_in() noexcept;
    void account(const Concealment::Piece& piece) noexcept;
    void keep_to_aim() noexcept;
    void shorten(TimeStretch::Care care) noexcept;
    void lengthen(TimeStretch::Care care) noexcept;
    void tell(TickKind kind) noexcept;

    /// When a sample is heard less when it was spoken, on the two clocks: as it is, and as it should
    /// be.
    [[nodiscard]] Samples delay() const noexcept;
    [[nodiscard]] Samples aim() const noexcept;

    PlayoutLimits limits_;
    SampleRate rate_;
    SpeechDecoder& decoder_;
    std::size_t tick_samples_;

    StreamOrder order_;
    PacketBuffer buffer_;
    LatenessEstimator lateness_;
    Concealment concealment_;
    TimeStretch time_stretch_;
    SoundLine line_;

    bool playing_ = false;
    bool has_ticked_ = false;
    bool has_position_ = false;
    Samples now_{0};             // of the current tick, smoothed
    Samples decoded_until_{0};   // place in the stream of the end of the line
    std::int64_t last_seq_ = 0;  // decoded last
    Samples stood_in_{0};        // made up since then while waiting for the next
    Samples frame_{0};           // duration of the newest packet
    Samples last_arrival_{0};
    bool waiting_ = false;  // packets are there, and silence is played until it is their time
    Samples waiting_since_{0};
    Samples last_correction_{0};
    Samples no_hurry_until_{0};
    TickKind kind_ = TickKind::silence;
    PlayoutStats stats_;
};

}  // namespace giaoban::audio
