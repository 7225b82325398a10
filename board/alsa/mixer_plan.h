#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace giaoban::board {

/// How loud one way of a card is to be.
struct MixerLevel {
    enum class Unit : std::uint8_t { keep, percent, decibels };
    Unit unit = Unit::keep;
    int value = 0;

    friend bool operator==(const MixerLevel&, const MixerLevel&) = default;
};

struct MixerLevels {
    MixerLevel playback;
    MixerLevel capture;
};

/// One way of one control of a card's mixer: its range in the card's own steps, and in hundredths of a decibel where the
/// card says those.
struct MixerControl {
    enum class Way : std::uint8_t { playback, capture };
    struct Range {
        long least = 0;
        long most = 0;

        friend bool operator==(const Range&, const Range&) = default;
    };
    std::string name;
    Way way = Way::playback;
    bool has_switch = false;
    std::optional<Range> steps{};      ///< none: it only switches
    std::optional<Range> centibels{};  ///< none: the card does not say
    bool has_capture = false;          ///< the same control has a way for the microphone as well

    friend bool operator==(const MixerControl&, const MixerControl&) = default;
};

/// What is to be done with one of them.
struct MixerStep {
    std::size_t control = 0;  ///< index
    bool switch_on = false;
    std::optional<long> step;      ///< to this step
    std::optional<long> centibel;  ///< or to this loudness, rounded by the card

    friend bool operator==(const MixerStep&, const MixerStep&) = default;
};

/// How a card's mixer is set up: what is played and what is heard is as loud as wanted, and nothing of it is muted. What
/// sends the microphone to the speaker (the "Mic" of a headset's playback: its side tone) and other inputs are left alone.
///
/// Pure. A level in decibels beyond what the control can is its nearest; where the card knows no decibels it is left as it
/// is, and only unmuted.
[[nodiscard]] std::vector<MixerStep> mixer_plan(std::span<const MixerControl> controls,
                                                const MixerLevels& levels);

}  // namespace giaoban::board
