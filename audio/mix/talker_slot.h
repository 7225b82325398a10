#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_decoder.h"
#include "audio/mix/rung_index.h"
#include "audio/playout/playout.h"
#include "config/vocab/box_id.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// How a talker's microphone is closed.
enum class Closing : std::uint8_t {
    drain,  ///< what it has said already is still played: the floor was given up, or time is over
    now     ///< within one tick, faded: it was muted, or the floor was taken
};

/// The place of one talker in the bridge: its playout, and what it adds to the mix.
///
/// free -> open -> draining -> fading -> leaving -> free. A slot that is leaving adds nothing any more; it stays so
/// that the box goes on getting a mix without itself until no frame has any of its voice.
///
/// Units:      ticks of 20 ms, numbered by the bridge.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  all memory is taken in the constructor.
/// Errors:     none.
class TalkerSlot {
  public:
    enum class State : std::uint8_t { free, open, draining, fading, leaving };

    TalkerSlot(SampleRate rate, const PlayoutLimits& limits,
               std::unique_ptr<SpeechDecoder> decoder);

    void open(BoxId box) noexcept;
    void close(Closing closing) noexcept;
    void free() noexcept;

    /// Takes in a packet of its talker.
    [[nodiscard]] Inserted insert(const EncodedPacket& packet, Instant arrived) noexcept;

    /// Makes this tick's contribution(). Answers whether there is anything to hear in it.
    bool play(Instant now, std::int64_t tick) noexcept;

    /// One tick of sound; zeros if play() answered no.
    [[nodiscard]] std::span<const std::int16_t> contribution() const noexcept { return sound_; }

    /// How loud it was since this was last asked, in dB of full scale: 0 to -96.
    [[nodiscard]] std::int8_t take_level_db() noexcept;

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] bool in_use() const noexcept { return state_ != State::free; }
    [[nodiscard]] BoxId box() const noexcept { return box_; }
    /// While leaving: the first tick of everybody's mix that has nothing of its voice.
    [[nodiscard]] std::int64_t clean_from() const noexcept { return clean_from_; }
    [[nodiscard]] const Playout& playout() const noexcept { return playout_; }
    [[nodiscard]] Playout& playout() noexcept { return playout_; }

  private:
    // 200 ms without sound, as the mix's own tail: nothing is under way any more.
    static constexpr int silent_ticks_to_leave = 10;
    // The deepest playout by configuration is 1 s, and packets under way may be half a second late.
    static constexpr int most_draining_ticks = 75;

    void measure() noexcept;
    void fade_in() noexcept;
    void fade_out() noexcept;
    void leave(std::int64_t clean_from) noexcept;

    std::size_t fade_samples_;
    std::unique_ptr<SpeechDecoder> decoder_;
    Playout playout_;
    std::vector<std::int16_t> sound_;
    BoxId box_ = no_box;
    State state_ = State::free;
    std::int64_t energy_ = 0;        ///< of what it added to the mix
    std::int64_t energy_ticks_ = 0;  ///< over so many ticks
    bool heard_ = false;
    int silent_ticks_ = 0;
    int draining_ticks_ = 0;
    std::int64_t clean_from_ = 0;
};

}  // namespace giaoban::audio
