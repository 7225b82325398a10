#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audio/codec/speech_decoder.h"
#include "audio/playout/concealment.h"
#include "audio/playout/delay_forecast.h"
#include "audio/playout/lateness_estimator.h"
#include "audio/playout/packet_buffer.h"
#include "audio/playout/playout_words.h"
#include "audio/playout/sound_line.h"
#include "audio/playout/stall_rhythm.h"
#include "audio/playout/stream_order.h"
#include "audio/playout/time_stretch.h"
#include "config/vocab/sample_rate.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// One talker's packets in, an even stream of sound out: an adaptive jitter buffer.
///
/// Four rules carry it. (1) What is due and not there is stood in for while playout *waits*: late
/// speech is still heard, later. (2) The aim is where a deeper buffer would cost more than the gaps that
/// it mends; a lost frame counts as arriving with the packet that carries its redundancy, so loss
/// that can be mended deepens the buffer by itself. (3) Corrections are stretches of whole pitch
/// periods: speech is drawn out as soon as packets stay away, and played faster once they are here, rests
/// first. (4) In a conversation, what is too far behind is left out; who listens hears all of it.
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
    /// The same of a packet that came late because somebody else was playing meanwhile, or came another
    /// way: it says nothing of how the link does.
    Inserted insert_fetched(const EncodedPacket& packet) noexcept;

    /// The next tick of sound, due at `now`: always fills `out`, with silence when nobody speaks.
    TickKind next(Instant now, std::span<std::int16_t> out) noexcept;

    /// Conversation at construction. What is heard never jumps by it: it is stretched to its new delay.
    void follow(PlayoutMode mode) noexcept;
    /// How long the answer to a request for a packet takes. Zero: unknown, and nothing is asked for.
    void set_round_trip(Samples round_trip) noexcept { round_trip_ = round_trip; }
    /// Packets to ask for again now, by their numbers on the wire: those missing whose answer can
    /// still come in time, each at most once a round trip. Answers how many were written.
    [[nodiscard]] std::size_t missing(Instant now, std::span<std::uint16_t> seqs) noexcept;

    /// The RTP timestamp up to which sound was played or given up; nothing before the first.
    [[nodiscard]] std::optional<std::uint32_t> played_until() const noexcept;
    /// The next packets go on from there: what is before is late, what is between is missing. For a
    /// catch-up that ends: what follows on it is played at once, and depth is made by stretching.
    void start_at(std::uint32_t timestamp) noexcept;

    [[nodiscard]] PlayoutStats stats() const noexcept;
    /// As after construction, for another talker.
    void reset() noexcept;
    /// The next packet is another stream's, though its numbers may fit.
    void expect_another() noexcept { order_.expect_another(); }

  private:
    // playout.cpp: packets and the aim.
    [[nodiscard]] Inserted take_in(const EncodedPacket& packet,
                                   std::optional<Samples> arrived) noexcept;
    void observe(const StreamOrder::Place& place, const EncodedPacket& packet, Samples duration,
                 Samples arrived, Samples spacing) noexcept;
    void observe_clock(const EncodedPacket& packet, Samples transit, Samples arrived) noexcept;
    void observe_loss(const StreamOrder::Place& place, const EncodedPacket& packet, Samples wait,
                      Samples arrived, Samples spacing) noexcept;
    [[nodiscard]] PacketBuffer::Stored store(const EncodedPacket& packet,
                                             const StreamOrder::Place& place,
                                             Samples duration) noexcept;
    void shift(Samples by) noexcept;
    void begin_anew(Samples transit) noexcept;
    void follow_clock(Samples now) noexcept;
    void note_interruption() noexcept;
    void tell(TickKind kind) noexcept;
    /// When a sample is heard less when it was spoken, on the two clocks: as it is, and as it should
    /// be.
    [[nodiscard]] Samples delay() const noexcept;
    [[nodiscard]] Samples aim() const noexcept;
    [[nodiscard]] Samples often_lost() const noexcept;
    [[nodiscard]] Samples listening_wait() const noexcept;
    void note_listening_wait(Samples wait) noexcept;

    // playout_fill.cpp: what is played next.
    [[nodiscard]] bool begin() noexcept;
    [[nodiscard]] Samples earliest_start(const BufferedPacket& first) noexcept;
    void leave_out_what_is_too_far_behind() noexcept;
    void leave_out_first() noexcept;
    void fill() noexcept;
    [[nodiscard]] bool go_on() noexcept;
    void decode_first() noexcept;
    void cross_gap(const BufferedPacket& next) noexcept;
    void stand_in() noexcept;
    void account(const Concealment::Piece& piece) noexcept;

    // playout_pace.cpp: how fast.
    void keep_to_aim() noexcept;
    [[nodiscard]] bool is_stalling() const noexcept;
    [[nodiscard]] bool draw_out() noexcept;
    void catch_up(Samples excess) noexcept;
    [[nodiscard]] bool shorten(TimeStretch::Care care, Samples most) noexcept;
    [[nodiscard]] bool lengthen(TimeStretch::Care care) noexcept;

    // playout_asking.cpp
    [[nodiscard]] bool may_still_come(std::int64_t seq, Samples start) const noexcept;

    PlayoutLimits limits_;
    SampleRate rate_;
    SpeechDecoder& decoder_;
    std::size_t tick_samples_;

    StreamOrder order_;
    PacketBuffer buffer_;
    LatenessEstimator lateness_;
    DelayForecast late_;    // of what comes
    DelayForecast mended_;  // and of what does not come, but as redundancy of the next
    StallRhythm rhythm_;
    Concealment concealment_;
    TimeStretch time_stretch_;
    SoundLine line_;

    PlayoutMode mode_ = PlayoutMode::conversation;
    bool playing_ = false;
    bool has_ticked_ = false;
    bool has_position_ = false;
    Samples now_{0};             // of the current tick, smoothed
    Samples decoded_until_{0};   // place in the stream of the end of the line
    std::int64_t last_seq_ = 0;  // decoded last
    Samples stood_in_{0};        // made up since then while waiting for the next
    Samples frame_{0};           // duration of the newest packet
    Samples last_arrival_{0};
    Samples last_wait_{0};  // of the newest packet
    Samples stall_due_{0};
    Samples listened_wait_{0};  // what listening should wait, at listened_at_
    Samples listened_at_{0};
    bool waiting_ = false;  // packets are there, and silence is played until it is their time
    Samples waiting_since_{0};
    bool hurries_ = false;  // listening is over, and the conversation is to be caught up with
    Samples last_correction_{0};
    Samples may_remove_{0};
    Samples may_add_{0};
    Samples unheard_for_{0};  // time in which a talker was not heard
    bool new_talk_ = true;
    TickKind kind_ = TickKind::silence;

    Samples round_trip_{0};
    struct Asked {
        std::int64_t seq = -1;
        Samples at{0};
    };
    std::vector<Asked> asked_;  // by packet, as many as can wait
    std::optional<std::uint32_t> start_at_;
    bool goes_on_ = false;  // another has played until decoded_until_
    PlayoutStats stats_;
};

}  // namespace giaoban::audio
