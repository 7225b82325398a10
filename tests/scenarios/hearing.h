#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "tests/scenarios/voice.h"

namespace giaoban::scenarios {

/// One time that somebody speaks, from the microphone's opening to its closing.
struct Turn {
    std::size_t box = 0;
    std::size_t voice = 0;
    Instant began{};
    Instant ended = never;
    std::uint32_t frames = 0;  ///< of 20 ms, spoken so far
    RoomId room = plenary;     ///< in which it is spoken
};

/// All turns of a meeting. Voices are lent: there are four, and one is given again when nobody can hear the
/// turn before it any more.
///
/// Limits: four who speak within `quiet_for`. A fifth is answered with no voice, and speaks silence.
class Turns {
  public:
    /// The deepest playout at both ends (2 x 1 s) and what a bad link's queue holds (2 s).
    static constexpr Duration quiet_for = Seconds{4};
    static constexpr std::size_t none = SIZE_MAX;

    /// The number of the new turn.
    [[nodiscard]] std::size_t begin(std::size_t box, Instant now);
    void end(std::size_t turn, Instant now);
    /// The turn whose voice this is now; `none` when it is nobody's.
    [[nodiscard]] std::size_t of_voice(std::size_t voice) const noexcept { return holds_[voice]; }

    [[nodiscard]] Turn& at(std::size_t turn) noexcept { return turns_[turn]; }
    [[nodiscard]] const std::vector<Turn>& all() const noexcept { return turns_; }

  private:
    std::vector<Turn> turns_;
    std::array<std::size_t, voice::count> holds_{none, none, none, none};
};

/// What one box's speaker has played of one turn.
struct HeardTurn {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t frames = 0;       ///< different ones
    std::uint32_t missing = 0;      ///< between the first and the last
    std::uint32_t longest_gap = 0;  ///< most of them in a row
    std::uint32_t backwards = 0;    ///< times that it went back by more than a stretch does
    Duration longest_silence{};     ///< between two frames
    Duration least_delay = Duration::max();  ///< from mouth to ear
    Duration most_delay{};
    Instant first_at{};
    Instant last_at{};
    // The same, followed from frame to frame and not by the clock: for a box that hears what was spoken minutes ago.
    // A jump by whole rounds of 126 frames would not be seen.
    std::uint32_t at = 0;            ///< the frame that is heard now
    std::uint32_t skipped = 0;       ///< frames that were jumped over
    std::uint32_t longest_skip = 0;  ///< most of them in a row
    std::uint32_t again = 0;         ///< times that it went back by more than a stretch does
};

/// One box's ear.
class Hearing {
  public:
    Hearing(std::size_t box, const Turns& turns) noexcept : box_(box), turns_(turns) {}

    /// One tick that is played at `now`.
    void listen(std::span<const std::int16_t> tick, Instant now);

    /// What was heard of that turn; nullptr if nothing.
    [[nodiscard]] const HeardTurn* of(std::size_t turn) const noexcept;
    [[nodiscard]] bool hears_anybody(Instant now) const noexcept {
        return last_at_ + Milliseconds{200} >= now;
    }
    /// Blocks of 5 ms in which it heard itself, or voices that are nobody's.
    [[nodiscard]] std::uint64_t itself() const noexcept { return itself_; }
    [[nodiscard]] std::uint64_t strange() const noexcept { return strange_; }
    /// Blocks with more than one voice.
    [[nodiscard]] std::uint64_t together() const noexcept { return together_; }

  private:
    void hear(const voice::Heard& heard, Instant now);
    static void follow(HeardTurn& heard, std::uint32_t frame);
    void hear_frame(std::size_t turn, std::uint32_t frame, Instant now);

    std::size_t box_;
    const Turns& turns_;
    std::map<std::size_t, HeardTurn> heard_;
    Instant last_at_ = Instant::min();
    std::uint64_t itself_ = 0;
    std::uint64_t strange_ = 0;
    std::uint64_t together_ = 0;
};

}  // namespace giaoban::scenarios
