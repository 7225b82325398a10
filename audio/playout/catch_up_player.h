#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/playout/catch_up_backlog.h"
#include "audio/playout/concealment.h"
#include "audio/playout/playout_words.h"
#include "audio/playout/sound_line.h"
#include "audio/playout/time_stretch.h"
#include "config/vocab/sample_rate.h"

namespace giaoban::audio {

/// Plays a backlog in order, every sample once, faster than it was spoken and at the same pitch.
///
/// It may be ahead of the pace of speech by 46 parts in 100 of the time that has passed: that is saved up, and
/// spent first on pauses, which are shortened as far as the savings reach, then on speech, which keeps
/// a small reserve for the next pause. Where something is missing that may yet come it waits; it
/// never goes on without it.
///
/// Units:      one tick of 20 ms a call, mono 16-bit samples at the rate of construction; places on the
///             media clock of the backlog.
/// Threading:  not synchronised; the thread that owns backlog and decoder.
/// Real time:  all memory is taken in the constructor. Most work of a tick: a few searches of
///             TimeStretch, and as many packets decoded as 50 ms of sound take.
/// Errors:     a packet that cannot be decoded is a silence of its length.
/// Source:     the pace of 1.5: Foulke and Sticht (1969), speech is understood nearly without loss up to about
///             that compression.
class CatchUpPlayer {
  public:
    CatchUpPlayer(SampleRate rate, SpeechDecoder& decoder, CatchUpBacklog& backlog);

    /// Begins to play from that place on.
    void begin(Samples at) noexcept;

    /// The next tick; always fills `out`. `behind` is how far it is behind what is live: it decides how much
    /// is kept for pauses.
    TickKind next(std::span<std::int16_t> out, Samples behind) noexcept;

    /// The place up to which sound was handed out.
    [[nodiscard]] Samples played_until() const noexcept;
    /// Whether all that is decoded has been handed out, and where that ends: another may go on from there.
    [[nodiscard]] bool at_a_joint() const noexcept { return line_.unheard() == 0; }
    /// From the next tick on no more is decoded, so that a joint comes.
    void come_to_a_joint() noexcept { ending_ = true; }
    /// Something is missing before the next packet that is there, or nothing is there.
    [[nodiscard]] bool waits() const noexcept { return waiting_; }

    struct Figures {
        Samples played{0};
        Samples compressed{0};
        Samples plc{0};
        Samples silence{0};
    };
    [[nodiscard]] const Figures& figures() const noexcept { return figures_; }

  private:
    void fill(std::size_t samples) noexcept;
    [[nodiscard]] bool decode_next() noexcept;
    void stand_in(std::size_t samples) noexcept;
    void shorten(Samples behind) noexcept;
    [[nodiscard]] bool is_quiet(std::span<const std::int16_t> sound) noexcept;

    SampleRate rate_;
    SpeechDecoder& decoder_;
    CatchUpBacklog& backlog_;
    Concealment concealment_;
    TimeStretch time_stretch_;
    SoundLine line_;
    std::size_t tick_samples_;
    EncodedPacket packet_;
    std::vector<std::int16_t> decoded_;
    Samples decoded_until_{0};
    Samples saved_{0};
    float loudness_ = 0;  // of speech lately, mean square
    bool waiting_ = false;
    bool ending_ = false;
    Figures figures_;
};

}  // namespace giaoban::audio
