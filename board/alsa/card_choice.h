#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace giaoban::board {

/// What is known of a sound card without opening it.
struct CardDescription {
    std::string address;  ///< What ALSA opens: "hw:CARD=USB,DEV=0".
    std::string id;       ///< "USB"; stable names of udev stand here.
    std::string name;     ///< "Jabra SPEAK 510 USB"
    std::string driver;   ///< "USB-Audio", "HDA-Intel", "Loopback"
    bool captures = false;
    bool plays = false;
};

/// Which cards to try, best first, as indices into `cards`.
///
/// Only cards that both hear and speak. With `wanted` other than "auto" or empty: those whose address,
/// id or name contains it (letters big or small), and no other. With "auto": USB first, and among
/// them one that calls itself a speakerphone or conference device; then built-in cards; loopbacks,
/// dummies and HDMI never, since nobody hears them. Cards of one rank keep their order.
///
/// Pure: decides, opens nothing.
[[nodiscard]] std::vector<std::size_t> ranked(std::span<const CardDescription> cards,
                                              const std::string& wanted);

/// Whether `wanted` is the address of an ALSA device ("hw:1", "plughw:CARD=USB", "default", a name
/// of asound.conf written as "pcm:NAME") that is opened as it stands, without looking for cards.
[[nodiscard]] bool is_address(const std::string& wanted) noexcept;

}  // namespace giaoban::board
