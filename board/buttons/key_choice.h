#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "config/vocab/expected.h"

namespace giaoban::board {

/// What a device offers as the floor button, the best first.
enum class KeyRank : std::uint8_t {
    button,  ///< a button, a pedal, a keyboard: keys that are there to be pressed
    hook,    ///< the key with which a speakerphone takes a call
    mute,  ///< its key that mutes the microphone: counts only while no device has one of the others
    none
};

/// Which keys ask for the floor.
///
///     KEY_ENTER, or KEY_F13,KEY_PHONE   these, of every device that has one of them
///     any                               every key but those for volume and muting
///     auto                              of a device on which one types, or that has other keys than a telephone's: any;
///                                       of a speakerphone: its hook key; without either: its mute key
///
/// Pure.
/// Source: linux/input-event-codes.h. Linux gives a speakerphone's hook switch of the HID telephony page no key code, only
///         its mute (usage 0x2F: KEY_MICMUTE); one that sends KEY_PHONE on the consumer page is heard.
class KeyChoice {
  public:
    /// Whether a device has the key of that code.
    using Has = std::function<bool(unsigned code)>;

    /// The error says which key is not known, and how keys are written.
    [[nodiscard]] static Expected<KeyChoice, std::string> named(const std::string& text);

    [[nodiscard]] KeyRank rank(const Has& has) const;
    /// Whether that key of a device of that rank counts.
    [[nodiscard]] bool contains(unsigned code, KeyRank rank) const noexcept;

  private:
    enum class Mode : std::uint8_t { automatic, any, named };

    Mode mode_ = Mode::automatic;
    std::vector<unsigned> codes_;  ///< named
};

}  // namespace giaoban::board
