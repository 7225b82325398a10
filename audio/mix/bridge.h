#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "audio/codec/speech_decoder.h"
#include "audio/codec/speech_encoder.h"
#include "audio/mix/mix_line.h"
#include "audio/mix/rung_index.h"
#include "audio/mix/talker_slot.h"
#include "audio/playout/playout.h"
#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// One packet of one mix, and whom it is for. It is encoded once; each of its listeners gets it
/// under a sequence number and a key of its own.
struct MixPacket {
    RungIndex rung{};
    /// The one box that it is for: a talker, who gets a mix without itself. Or no_box: it is for
    /// everybody on this rung,
    BoxId only = no_box;
    /// but these, who are in it.
    std::span<const BoxId> except;
    std::uint32_t generation =
        0;                  ///< it tells of nothing that was mixed before that renewal: renew()
    std::int64_t tick = 0;  ///< of its first sample: the media clock without wrap-around
    std::uint32_t timestamp = 0;  ///< the same at 48 kHz (RFC 7587)
    bool marker = false;          ///< the first after a pause
    Bytes payload;                ///< good until the sink returns
};

/// What becomes of the packets.
class BridgeSink {
  public:
    BridgeSink() = default;
    BridgeSink(const BridgeSink&) = delete;
    BridgeSink& operator=(const BridgeSink&) = delete;
    virtual ~BridgeSink() = default;

    virtual void encoded(const MixPacket& packet) noexcept = 0;
};

struct BridgeStats {
    std::uint64_t ticks = 0;          ///< that had anything to do
    std::uint64_t skipped_ticks = 0;  ///< that passed without sound while somebody spoke
    std::uint64_t encoded = 0;
    std::uint64_t encoder_faults = 0;
    std::uint64_t strays = 0;  ///< packets of boxes that have no microphone open
};

/// The mixing box's audio: decodes those who hold the floor, mixes, and encodes every distinct mix
/// once for each rung that somebody listens on.
///
/// Everybody hears all talkers; a talker hears all others. A box never hears itself: a packet says whom it
/// is for, and from the tick in which a microphone opens until no frame has any of its voice, its box gets a
/// mix of its own. A talker who is alone is sent nothing. Frames of all rungs begin at whole multiples of their
/// length on one media clock, 960 a tick, so that a listener can be moved from one mix or rung to the other
/// between two frames, with nothing lost and nothing twice: a talker's box goes back to everybody's mix where the
/// frames of all rungs end together.
///
/// Nobody open: tick() only counts. After the last word 200 ms of silence are sent (MixLine).
///
/// Units:      ticks of 20 ms; timestamps at 48 kHz.
/// Threading:  not synchronised; the audio thread owns it.
/// Real time:  everything but the constructor neither allocates, locks nor logs.
/// Errors:     the network may deliver anything to insert(). An encoder that fails costs its packet, and is
///             counted. An unknown rung stops the program (ensure).
/// Limits:     `talkers` microphones at once, those that are closing included; open() answers `full`
///             beyond.
class Bridge {
  public:
    /// 16 open microphones are what the configuration allows; the chair's, and seven that are just
    /// closing. Each costs a decoder, an encoder and a jitter buffer: about 0.4 MB with Opus 1.6.
    static constexpr std::size_t most_talkers = 24;
    /// net/link's ladder has 10.
    static constexpr std::size_t most_rungs = 12;

    using MakeDecoder = std::function<std::unique_ptr<SpeechDecoder>(SampleRate)>;
    using MakeEncoder = std::function<std::unique_ptr<SpeechEncoder>(const EncoderSettings&)>;

    struct Settings {
        SampleRate rate = SampleRate::hz16000;
        std::size_t talkers = 8;
        PlayoutLimits playout;
    };

    /// How a rung's mixes are encoded.
    struct RungSettings {
        RungIndex rung{};
        EncoderSettings encoder;
    };

    /// `rungs`: all that will be used.
    Bridge(const Settings& settings, std::span<const RungSettings> rungs,
           const MakeDecoder& make_decoder, const MakeEncoder& make_encoder);

    /// Whether anybody who has no microphone open listens on that rung.
    void uses(RungIndex rung, bool used) noexcept;

    enum class Opened : std::uint8_t { opened, already_open, full };
    /// Opens a box's microphone. `hears`: the rung on which it is sent what the others say.
    [[nodiscard]] Opened open(BoxId box, RungIndex hears) noexcept;
    void close(BoxId box, Closing closing) noexcept;
    /// A talker's box is sent to on that rung from where its frames and those of its rung before end together. Of
    /// another box it says nothing.
    void move(BoxId box, RungIndex rung) noexcept;

    /// A packet of a box whose microphone is open, or draining. Of another it is dropped, and counted.
    void insert(BoxId box, const EncodedPacket& packet, Instant arrived) noexcept;

    /// From the next place where frames of all rungs begin together, and a tick from now at the least, packets tell of
    /// nothing that was before, neither as sound nor as redundancy; they bear that number. For somebody who comes in
    /// and must not hear what was said without it.
    void renew(std::uint32_t generation) noexcept;
    /// All microphones are closed at once, nobody listens, and nothing of what was heard is remembered. The media clock
    /// goes on.
    void clear() noexcept;

    /// Whether all talk with each other, as in an open meeting, or mostly one speaks and the others listen.
    void converses(bool all) noexcept { converses_ = all; }

    /// One tick.
    void tick(Instant now, BridgeSink& sink) noexcept;
    /// Lets the media clock go on by so many ticks without sound.
    void skip(std::int64_t ticks) noexcept;

    /// Whether a tick would do nothing, and go on doing so until a microphone is opened.
    [[nodiscard]] bool resting() const noexcept;

    [[nodiscard]] const BridgeStats& stats() const noexcept { return stats_; }
    /// Of a box whose microphone is open.
    [[nodiscard]] std::optional<PlayoutStats> playout(BoxId box) const noexcept;

    /// How loud that talker was since this was last asked (TalkerSlot::take_level_db).
    [[nodiscard]] std::optional<std::int8_t> take_level_db(BoxId box) noexcept;

    /// How long the answer to a request to that talker takes; and which of its packets to ask for now
    /// (Playout::missing). Nothing for a box whose microphone is not open.
    void set_round_trip(BoxId box, Samples round_trip) noexcept;
    [[nodiscard]] std::size_t missing(BoxId box, Instant now,
                                      std::span<std::uint16_t> seqs) noexcept;

  private:
    /// An encoder, whether its last frame was sent, and whether it was given the frame before at all: if not, what it
    /// remembers for its redundancy is of another time.
    struct Stream {
        std::unique_ptr<SpeechEncoder> encoder;
        bool running = false;
        bool fed = false;
    };
    struct Rung {
        RungIndex index{};
        EncoderSettings settings;
        std::size_t ticks = 1;
        std::int64_t redundant_ticks = 0;  ///< how far back a packet may tell of what was before it
        bool used = false;
        Stream everybody;
    };
    struct Talker {
        TalkerSlot slot;
        MixLine others;  ///< the mix without it
        Stream stream;
        std::size_t rung = 0;
        std::size_t next_rung = 0;
        bool heard = false;
    };

    [[nodiscard]] Talker* find(BoxId box) noexcept;
    [[nodiscard]] std::size_t position_of(RungIndex rung) const noexcept;
    void start(Talker& talker, BoxId box, std::size_t rung) noexcept;
    void follow_the_floor() noexcept;
    [[nodiscard]] std::size_t play(Instant now) noexcept;
    void mix(std::size_t heard) noexcept;
    void finish_frames(BridgeSink& sink) noexcept;
    void finish_frame(Rung& rung, std::size_t position, BridgeSink& sink) noexcept;
    void send(Stream& stream, const Rung& rung, const MixLine& line, BoxId only,
              BridgeSink& sink) noexcept;
    void move_on() noexcept;
    void free_the_clean() noexcept;
    void begin_anew() noexcept;
    void renew_if_due() noexcept;

    SampleRate rate_;
    std::vector<Rung> rungs_;
    std::int64_t common_ticks_ = 1;  ///< frames of all rungs end together each
    std::vector<Talker> talkers_;
    MixLine everybody_;
    std::vector<std::int32_t> sum_;
    std::vector<std::int32_t> without_;
    std::vector<std::int16_t> frame_;
    bool converses_ = true;
    std::uint32_t generation_ = 0;
    std::optional<std::uint32_t> next_generation_;
    std::int64_t tick_ = 0;
    BridgeStats stats_;
};

}  // namespace giaoban::audio
