#include "audio/playout/sound_line.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

// Twice the room that is needed: the row then moves once in several ticks and not at each.
SoundLine::SoundLine(std::size_t history, std::size_t ahead)
    : history_(history),
      ahead_(ahead),
      samples_(history + 2 * ahead),
      at_(history),
      end_(history) {}

std::span<std::int16_t> SoundLine::heard(std::size_t count) noexcept {
    ensure(count <= history_, "as much is asked for as was to be kept");
    return std::span(samples_).subspan(at_ - count, count);
}

std::span<std::int16_t> SoundLine::room(std::size_t count) noexcept {
    ensure(end_ - at_ + count <= ahead_, "no more is written than there was to be room for");
    if (samples_.size() - end_ < count) {
        const auto from = samples_.begin() + static_cast<std::ptrdiff_t>(at_ - history_);
        std::copy(from, samples_.begin() + static_cast<std::ptrdiff_t>(end_), samples_.begin());
        end_ -= at_ - history_;
        at_ = history_;
    }
    return std::span(samples_).subspan(end_);
}

void SoundLine::append(std::size_t count) noexcept {
    ensure(count <= samples_.size() - end_, "what was appended had room");
    end_ += count;
}

void SoundLine::append_silence(std::size_t count) noexcept {
    const auto silent = room(count).first(count);
    std::fill(silent.begin(), silent.end(), std::int16_t{0});
    append(count);
}

void SoundLine::read(std::span<std::int16_t> out) noexcept {
    ensure(out.size() <= unheard(), "no more is read than there is");
    const auto sound = to_be_heard().first(out.size());
    std::copy(sound.begin(), sound.end(), out.begin());
    at_ += out.size();
}

void SoundLine::skip(std::size_t count) noexcept {
    ensure(count <= unheard(), "no more is skipped than there is");
    at_ += count;
}

void SoundLine::repeat(std::size_t count) noexcept {
    ensure(count <= at_, "no more is repeated than was kept");
    // Going back takes from the history; what lies before it is moved out of the way by room() later.
    at_ -= count;
    if (at_ < history_) {
        const std::size_t by = history_ - at_;
        ensure(end_ + by <= samples_.size(), "the row has room to be moved by what is repeated");
        std::copy_backward(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(end_),
                           samples_.begin() + static_cast<std::ptrdiff_t>(end_ + by));
        std::fill_n(samples_.begin(), by, std::int16_t{0});
        at_ += by;
        end_ += by;
    }
}

void SoundLine::fade_out(std::size_t count) noexcept {
    const std::size_t kept = std::min(count, unheard());
    end_ = at_ + kept;
    for (std::size_t i = 0; i < kept; ++i) {
        const auto left = static_cast<std::int32_t>(kept - i);
        samples_[at_ + i] =
            static_cast<std::int16_t>(samples_[at_ + i] * left / static_cast<std::int32_t>(kept));
    }
}

void SoundLine::clear() noexcept {
    std::fill(samples_.begin(), samples_.end(), std::int16_t{0});
    at_ = history_;
    end_ = history_;
}

}  // namespace giaoban::audio
