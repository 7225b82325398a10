#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace giaoban::audio {

/// Decoded sound in a row: the last of what was heard, then what is still to be heard.
///
/// Units:      samples of one channel.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  all memory is taken in the constructor; the row moves to the front when its end is
///             reached, at most once in several ticks.
/// Errors:     asking for more room or sound than there is, is our bug (ensure).
class SoundLine {
  public:
    /// Keeps at least `history` heard samples, and has room for `ahead` unheard ones.
    SoundLine(std::size_t history, std::size_t ahead);

    [[nodiscard]] std::size_t unheard() const noexcept { return end_ - at_; }
    [[nodiscard]] std::span<std::int16_t> to_be_heard() noexcept {
        return std::span(samples_).subspan(at_, end_ - at_);
    }
    /// The last `count` samples that were heard, in order.
    [[nodiscard]] std::span<std::int16_t> heard(std::size_t count) noexcept;
    [[nodiscard]] std::size_t history() const noexcept { return history_; }

    /// Room for at least `count` samples behind the last one; append() says how many were written.
    [[nodiscard]] std::span<std::int16_t> room(std::size_t count) noexcept;
    void append(std::size_t count) noexcept;
    void append_silence(std::size_t count) noexcept;

    void read(std::span<std::int16_t> out) noexcept;
    /// The next `count` samples are not going to be heard.
    void skip(std::size_t count) noexcept;
    /// The last `count` samples are going to be heard once more.
    void repeat(std::size_t count) noexcept;
    /// Ends the sound within `count` samples, without a click.
    void fade_out(std::size_t count) noexcept;
    void clear() noexcept;

  private:
    std::size_t history_;
    std::size_t ahead_;
    std::vector<std::int16_t> samples_;
    std::size_t at_;
    std::size_t end_;
};

}  // namespace giaoban::audio
