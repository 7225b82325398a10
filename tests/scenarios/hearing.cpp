#include "tests/scenarios/hearing.h"

#include <algorithm>

namespace giaoban::scenarios {
namespace {

constexpr Milliseconds frame_length{20};
constexpr Milliseconds block_length{5};
constexpr std::size_t blocks_a_tick = 4;

}  // namespace

std::size_t Turns::begin(std::size_t box, Instant now) {
    const std::size_t number = turns_.size();
    Turn turn;
    turn.box = box;
    turn.voice = voice::count;
    turn.began = now;
    turns_.push_back(turn);
    // The voice that has been quiet for longest.
    std::size_t best = voice::count;
    Instant best_ended = now - quiet_for;
    for (std::size_t i = 0; i < holds_.size(); ++i) {
        const Instant ended = holds_[i] == none ? Instant::min() : turns_[holds_[i]].ended;
        if (ended <= best_ended) {
            best = i;
            best_ended = ended;
        }
    }
    if (best < voice::count) {
        holds_[best] = number;
        turns_[number].voice = best;
    }
    return number;
}

void Turns::end(std::size_t turn, Instant now) { turns_[turn].ended = now; }

void Hearing::listen(std::span<const std::int16_t> tick, Instant now) {
    const std::size_t size = tick.size() / blocks_a_tick;
    for (std::size_t i = 0; i < blocks_a_tick; ++i) {
        const auto block = tick.subspan(i * size, size);
        if (block[0] == 0 && block[size / 2] == 0) continue;
        const std::int16_t level = voice::level_of(block);
        if (level < voice::unit) continue;
        if (const auto heard = voice::read(level)) {
            hear(*heard, now + block_length * static_cast<std::int64_t>(i));
        }
    }
}

void Hearing::hear(const voice::Heard& heard, Instant now) {
    last_at_ = now;
    if (!heard.frame) ++together_;
    for (std::size_t i = 0; i < voice::count; ++i) {
        if ((heard.voices >> i & 1U) == 0) continue;
        const std::size_t turn = turns_.of_voice(i);
        if (turn == Turns::none) {
            ++strange_;
            continue;
        }
        if (turns_.all()[turn].box == box_) ++itself_;
        if (heard.frame) hear_frame(turn, *heard.frame, now);
    }
}

/// The nearest frame with that number, ahead or behind.
void Hearing::follow(HeardTurn& heard, std::uint32_t frame) {
    const auto round = static_cast<std::uint32_t>(voice::frames);
    const std::uint32_t ahead = (frame + round - heard.at % round) % round;
    if (ahead <= round / 2) {
        if (ahead > 1) {
            heard.skipped += ahead - 1;
            heard.longest_skip = std::max(heard.longest_skip, ahead - 1);
        }
        heard.at += ahead;
    } else if (round - ahead > 1) {
        ++heard.again;
        heard.at -= std::min(round - ahead, heard.at);
    }
}

void Hearing::hear_frame(std::size_t turn, std::uint32_t frame, Instant now) {
    const Turn& spoken = turns_.all()[turn];
    // Of the frames with that number (modulo 126, 2.52 s) the newest that can have been spoken.
    const auto since = (now - spoken.began) / frame_length;
    if (since < static_cast<std::int64_t>(frame)) return;
    const auto newest = static_cast<std::uint32_t>(since);
    const std::uint32_t number =
        newest - (newest - frame) % static_cast<std::uint32_t>(voice::frames);
    const Duration delay = now - (spoken.began + number * frame_length);
    auto [found, is_new] = heard_.try_emplace(turn);
    HeardTurn& heard = found->second;
    if (!is_new) follow(heard, frame);
    if (is_new) {
        heard.at = number;
        heard.first = heard.last = number;
        heard.frames = 1;
        heard.first_at = now;
    } else if (number > heard.last) {
        const std::uint32_t gap = number - heard.last - 1;
        heard.missing += gap;
        heard.longest_gap = std::max(heard.longest_gap, gap);
        ++heard.frames;
        heard.last = number;
    } else if (number + 1 < heard.last) {
        // A stretch repeats up to 15 ms, and so may go back by one.
        ++heard.backwards;
    }
    if (!is_new) {
        heard.longest_silence = std::max(heard.longest_silence, now - heard.last_at - block_length);
    }
    heard.least_delay = std::min(heard.least_delay, delay);
    heard.most_delay = std::max(heard.most_delay, delay);
    heard.last_at = now;
}

const HeardTurn* Hearing::of(std::size_t turn) const noexcept {
    const auto found = heard_.find(turn);
    return found == heard_.end() ? nullptr : &found->second;
}

}  // namespace giaoban::scenarios
