#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace giaoban {

/// Who may speak. The chair's box always may, whatever the policy.
enum class FloorPolicy : std::uint8_t {
    queue,  ///< one member at a time, from a first-come queue
    open,   ///< whoever asks, up to a number of open microphones; the others wait
    chair   ///< nobody else
};

/// Who takes the first of the queue when the floor is free (policy `queue` alone).
enum class QueueGrants : std::uint8_t { chair, automatic };

/// What a box is in the meeting; written on its card's file in the roster.
enum class Role : std::uint8_t { member, chair };

/// How a box stands to the floor. Exactly one at a time.
enum class FloorState : std::uint8_t { idle, waiting, speaking, muted };

/// The words of configuration files, command lines and logs.
[[nodiscard]] constexpr std::string_view to_text(FloorPolicy policy) noexcept {
    return std::array<std::string_view, 3>{"queue", "open",
                                           "chair"}[static_cast<std::size_t>(policy)];
}
[[nodiscard]] constexpr std::string_view to_text(QueueGrants grants) noexcept {
    return grants == QueueGrants::chair ? "chair" : "automatic";
}
[[nodiscard]] constexpr std::string_view to_text(Role role) noexcept {
    return role == Role::chair ? "chair" : "member";
}
[[nodiscard]] constexpr std::string_view to_text(FloorState state) noexcept {
    return std::array<std::string_view, 4>{"idle", "waiting", "speaking",
                                           "muted"}[static_cast<std::size_t>(state)];
}

}  // namespace giaoban
