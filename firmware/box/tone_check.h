#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "config/vocab/samples.h"
#include "net/wire/self_test.h"

namespace giaoban::box {

/// Whether the microphone hears the speaker: three tones are played in a fixed order, and looked for in what the
/// microphone hears, in that order, as late as sound cards and rooms make it.
///
/// A tone counts as heard when there is four times (6 dB) as much of it while it is played as while another one is:
/// noise, speech and hum do not change in that order, and an echo canceller in a speakerphone, which leaves little of a
/// tone that lasts, has none it could get used to.
///
/// Units:      ticks of 20 ms at the rate that it was made for.
/// Threading:  one thread, the audio thread.
/// Real time:  takes no memory after it is made; a tick costs three sums of its samples, the last one 50 µs.
/// Errors:     none.
class ToneCheck {
  public:
    /// Each tone is played for 200 ms, 12 times in all; what comes up to 0.8 s later still counts.
    static constexpr std::size_t ticks_a_tone = 10;
    static constexpr std::size_t tones = 12;
    static constexpr std::size_t most_late = 40;
    static constexpr std::size_t length = tones * ticks_a_tone + most_late;

    explicit ToneCheck(SampleRate rate) noexcept : rate_(rate) {}

    void begin() noexcept;
    void stop() noexcept { at_ = length; }
    [[nodiscard]] bool is_on() const noexcept { return at_ < length; }

    /// What is played in this tick, in place of all else.
    void play(std::span<std::int16_t> to_play, int volume_percent) noexcept;
    /// What was heard in it. With the last one it answers what is wrong, or `none`.
    [[nodiscard]] std::optional<net::SelfTestTrouble> hear(
        std::span<const std::int16_t> captured) noexcept;

  private:
    static constexpr std::size_t pitches = 3;

    [[nodiscard]] bool was_heard(std::size_t late) const noexcept;

    SampleRate rate_;
    std::size_t at_ = length;
    std::size_t overdriven_ = 0;
    double phase_ = 0;
    std::array<std::array<float, pitches>, length> power_{};
};

}  // namespace giaoban::box
