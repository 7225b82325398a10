#pragma once

#include <cstdint>

namespace giaoban {

/// A room of a meeting: the plenary, which always is, or a private one. The numbers of private rooms begin
/// with 1 when the mixing box starts, and none is given twice.
enum class RoomId : std::uint32_t {};

inline constexpr RoomId plenary{0};

[[nodiscard]] constexpr std::uint32_t number_of(RoomId room) noexcept {
    return static_cast<std::uint32_t>(room);
}

}  // namespace giaoban
