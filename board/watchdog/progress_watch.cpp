#include "board/watchdog/progress_watch.h"

#include <algorithm>

namespace giaoban::board {

namespace {

// Eight looks in a patience: one that comes a little too early for a thread's turn costs an eighth of it.
constexpr int looks_in_patience = 8;
// And not less often, so that what is told of the daemon is fresh.
constexpr Milliseconds longest_step{2'000};
// A tick of sound: who waits for the daemon to be ready waits no longer than that in vain.
constexpr Milliseconds step_to_ready{20};

}  // namespace

ProgressWatch::ProgressWatch(Milliseconds patience, Instant now) noexcept
    : patience_(std::max(patience, least_patience)), next_(now) {
    for (Seen& seen : seen_)
        seen.moved_at = now;
}

ProgressWatch::Word ProgressWatch::look(const Turns& turns, Instant now) noexcept {
    Word word;
    for (std::size_t part = 0; part < part_count; ++part)
        note(part, turns[part], now, word);
    const bool all =
        std::all_of(seen_.begin(), seen_.end(), [](const Seen& seen) { return seen.moved; });
    if (all) {
        word.ready = !ready_;
        word.alive = true;
        ready_ = true;
        for (Seen& seen : seen_)
            seen.moved = false;
    }
    next_ = now + (ready_ ? std::min(patience_ / looks_in_patience, longest_step) : step_to_ready);
    return word;
}

void ProgressWatch::note(std::size_t part, std::uint64_t turns, Instant now, Word& word) noexcept {
    Seen& seen = seen_[part];
    if (turns != seen.turns) {
        seen.turns = turns;
        seen.moved_at = now;
        seen.moved = true;
        if (seen.stands) word.moves = static_cast<Part>(part);
        seen.stands = false;
        return;
    }
    if (seen.stands || now - seen.moved_at < patience_ / 2) return;
    seen.stands = true;
    word.stands = static_cast<Part>(part);
}

}  // namespace giaoban::board
