#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/time.h"

namespace giaoban::board {

/// Whether the threads of a daemon get on.
///
/// Each thread counts its turns: the audio thread its ticks, the network thread what its own timer has done. The
/// daemon is ready when both have taken a turn, and alive each time that both have taken one since it was said last.
/// A thread that hangs therefore ends the word `alive`, however well the other does, and so does a loop that still
/// runs but whose timer is lost. Whoever waits for the word (systemd's WatchdogSec) then starts the daemon anew.
///
/// Units:      turns are counted, in any steps; only whether a count has changed matters.
/// Threading:  one thread, which reads the counts of the others.
/// Real time:  neither allocates nor waits.
/// Limits:     a patience below `least_patience` is taken for that much: the network thread of the mixing box may have
///             nothing to do for 2 s, and a turn must fit between two looks of which one comes in time.
/// Source:     sd_notify(3), systemd.service(5).
class ProgressWatch {
  public:
    enum class Part : std::uint8_t { audio, network };
    static constexpr std::size_t part_count = 2;
    /// Turns of each part, in the order of Part.
    using Turns = std::array<std::uint64_t, part_count>;

    /// Twice the longest that a thread may rest.
    static constexpr Milliseconds least_patience{4'000};
    /// Of a daemon that nobody waits for: it is only told in its log that a thread stands still.
    static constexpr Milliseconds usual_patience{30'000};

    struct Word {
        bool ready = false;  ///< said once
        bool alive = false;  ///< said again and again
        std::optional<Part>
            stands;  ///< has not moved for half the patience; said once for each standstill
        std::optional<Part> moves;  ///< goes on after it stood still
    };

    /// `patience`: how long whoever waits goes without the word `alive`.
    ProgressWatch(Milliseconds patience, Instant now) noexcept;

    /// What the counts of now say.
    [[nodiscard]] Word look(const Turns& turns, Instant now) noexcept;

    /// When to look again.
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }
    [[nodiscard]] Milliseconds patience() const noexcept { return patience_; }
    [[nodiscard]] bool is_ready() const noexcept { return ready_; }

  private:
    struct Seen {
        std::uint64_t turns = 0;
        Instant moved_at{};
        bool moved = false;  ///< since `alive` was said last
        bool stands = false;
    };

    void note(std::size_t part, std::uint64_t turns, Instant now, Word& word) noexcept;

    Milliseconds patience_;
    std::array<Seen, part_count> seen_;
    Instant next_;
    bool ready_ = false;
};

}  // namespace giaoban::board
