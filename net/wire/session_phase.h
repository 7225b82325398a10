#pragma once

#include <cstdint>
#include <string_view>

namespace giaoban::net {

/// How a box stands to its mixing box. Each has a prompt and a lamp.
enum class SessionPhase : std::uint8_t {
    no_network,  ///< the box itself has no address; nothing is tried
    connecting,  ///< no session yet since the program started
    joined,
    lost,     ///< there was a session; nothing is heard any more, and a new one is tried besides
    refused,  ///< the mixing box says no, with a reason; tried again now and then
};

[[nodiscard]] constexpr std::string_view to_text(SessionPhase phase) noexcept {
    switch (phase) {
        case SessionPhase::no_network: return "no network";
        case SessionPhase::connecting: return "connecting";
        case SessionPhase::joined: return "joined";
        case SessionPhase::lost: return "lost";
        case SessionPhase::refused: return "refused";
    }
    return "unknown";
}

}  // namespace giaoban::net
