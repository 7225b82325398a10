#pragma once

#include <cstdint>

namespace giaoban {

/// A box's number in its mixing box's roster (the file of its card there). It is given once, when the
/// card is made, and stays: across restarts of both ends, and when the card is made anew.
///
/// The number 0 is never given, so that it can stand for "no box" on the wire and in records.
enum class BoxId : std::uint16_t {};

inline constexpr BoxId no_box{0};

[[nodiscard]] constexpr std::uint16_t number_of(BoxId box) noexcept {
    return static_cast<std::uint16_t>(box);
}

}  // namespace giaoban
