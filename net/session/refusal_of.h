#pragma once

#include "net/keys/control_cipher.h"
#include "net/session/session_figures.h"

namespace giaoban::net {

/// A refused control datagram in the words of the one list of counters.
[[nodiscard]] constexpr DatagramRefusal refusal_of(ControlRefusal why) noexcept {
    switch (why) {
        case ControlRefusal::malformed: return DatagramRefusal::too_short;
        case ControlRefusal::other_session: return DatagramRefusal::no_such_session;
        case ControlRefusal::forged: return DatagramRefusal::forged;
        case ControlRefusal::replayed: return DatagramRefusal::replayed;
    }
    return DatagramRefusal::forged;
}

}  // namespace giaoban::net
