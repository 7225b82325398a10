#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "audio/playout/catch_up_backlog.h"
#include "audio/playout/catch_up_player.h"
#include "audio/playout/playout.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// Media time, from one RTP timestamp to another.
struct MediaRange {
    std::uint32_t from = 0;
    std::uint32_t until = 0;

    friend bool operator==(const MediaRange&, const MediaRange&) = default;
};

/// Playout for one who listens and wants every word: as long as all comes in time it is Playout alone.
/// When something is due that is missing and was not mended in time, it stops there, has the rest
/// wait in a backlog, says what it wants, and plays on faster when that has come, until it is live.
///
/// In conversation mode it is Playout alone, and following that mode is the jump to what is live.
///
/// Units:      as Playout and CatchUpBacklog.
/// Threading:  not synchronised; one thread owns it and the decoder.
/// Real time:  all memory is taken in the constructor (3 MiB with catch-up, next to none without).
/// Errors:     none to throw; packets may hold anything.
class CatchUpPlayout {
  public:
    CatchUpPlayout(const PlayoutLimits& limits, SampleRate rate, SpeechDecoder& decoder,
                   bool catch_up);

    /// A packet as it was spoken, `stream` its SSRC; and one of those that were asked for.
    void insert(const EncodedPacket& packet, std::uint32_t stream, Instant arrived) noexcept;
    void insert_history(const EncodedPacket& packet, std::uint32_t stream,
                        Instant arrived) noexcept;

    TickKind next(Instant now, std::span<std::int16_t> out) noexcept;

    void follow(PlayoutMode mode) noexcept;
    void set_round_trip(Samples round_trip) noexcept;
    /// What is missing before that timestamp is not to be had: it goes on without.
    void nothing_before(std::uint32_t timestamp) noexcept;

    /// As after construction, in the same mode: what waits is not heard any more, the next packet begins anew.
    void forget() noexcept;

    /// Packets to ask for again now, each at most once a round trip; how many were written.
    [[nodiscard]] std::size_t missing(Instant now, std::span<std::uint16_t> seqs) noexcept;
    /// What is missing and not to be had that way: from the last packet before it to the first after it.
    [[nodiscard]] std::optional<MediaRange> wanted(Instant now) noexcept;

    [[nodiscard]] bool is_catching_up() const noexcept { return catching_up_; }
    /// How far what is heard is behind what is live, beyond what playout itself takes; zero when live.
    [[nodiscard]] Samples behind() const noexcept { return behind_; }
    /// The RTP timestamp up to which sound was played or given up; nothing before the first.
    [[nodiscard]] std::optional<std::uint32_t> played_until() const noexcept {
        return catching_up_ ? CatchUpBacklog::timestamp_of(player_->played_until())
                            : playout_.played_until();
    }
    /// Of playout and catching up together; target and depth are of what is heard now.
    [[nodiscard]] PlayoutStats stats() const noexcept;

  private:
    // Rows of lost packets up to this long are asked for by number: 0.3 s of 20 ms frames, 1.6 kB at once on the way.
    // Longer ones are an outage, and asked for as a range, which is sent paced.
    static constexpr std::size_t most_in_a_row = 16;
    static constexpr std::size_t most_missing = 32;
    // As many as the sender keeps: two that are asked for at a time never share a place among those.
    static constexpr std::size_t most_kept = 128;

    struct Asked {
        std::uint16_t number = 0;
        bool asked = false;
        Instant at{};
    };

    void note_transit(const CatchUpBacklog::Packet& packet) noexcept;
    void look_for_hole() noexcept;
    void begin_catching_up(Samples at) noexcept;
    [[nodiscard]] bool is_nearly_live(Instant now) const noexcept;
    void go_live(Samples from) noexcept;
    void note_figures() noexcept;
    void jump_to_live(Instant now) noexcept;
    [[nodiscard]] Samples heard_delay(Instant now, Samples heard) const noexcept;

    SpeechDecoder& decoder_;
    Playout playout_;
    std::unique_ptr<CatchUpBacklog> backlog_;  ///< none: no catch-up
    std::unique_ptr<CatchUpPlayer> player_;
    PlayoutMode mode_ = PlayoutMode::conversation;
    Samples round_trip_{0};
    bool catching_up_ = false;
    bool ending_ = false;
    bool silent_ = false;  // playout had nothing in the last tick
    bool jumps_ = false;
    Samples live_depth_{0};  ///< at which playout was, and is to be handed over to
    Samples behind_{0};
    // The quickest way of late: of these ten seconds and of those before.
    Samples quickest_ = Samples::max();
    Samples quickest_before_ = Samples::max();
    Samples quickest_since_{0};
    std::array<Asked, most_kept> asked_{};
    std::optional<Samples>
        hole_;  ///< the place of what is missing first, and since when that is known
    Instant hole_since_{};
    PlayoutStats at_begin_;  ///< of playout, when catching up began
    PlayoutStats more_;      ///< what was played here
    PlayoutStats refused_;   ///< what playout refused because it was played here
};

}  // namespace giaoban::audio
