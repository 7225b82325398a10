#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/control_cipher.h"
#include "net/keys/session_keys.h"
#include "net/session/media_channel.h"
#include "net/wire/state_receiver.h"
#include "net/wire/state_sender.h"

namespace giaoban::net {

/// All that lives and dies with one set of keys, at one end. A member that is in a session has one; for
/// a moment, while a new one takes the place of an old one, two.
struct SessionLine {
    SessionLine(const SessionKeys& keys, ControlCipher cipher, SessionEnd end,
                std::string_view name, const StateTiming& timing, RandomSource& random, Instant now)
        : index(keys.local_index),
          remote_index(keys.remote_index),
          control(std::move(cipher)),
          media(keys, end, name, random, now),
          ours(timing, now) {}

    /// With a round trip of the state exchange as long as no report was echoed.
    [[nodiscard]] LinkReport link() const noexcept {
        LinkReport report = media.link();
        // Reports are rare; where a queue builds up, states tell of it sooner.
        if (const Duration states = ours.round_trip(); states > Duration{0}) {
            report.round_trip = std::max(report.round_trip.value_or(Duration{0}), states);
        }
        return report;
    }
    /// Who is asked twice within this for one packet was asked before the answer could be there. A quarter less than a
    /// round trip, which is not the same each time.
    [[nodiscard]] Duration on_its_way() const noexcept {
        return link().round_trip.value_or(Duration{0}) * 3 / 4;
    }

    std::uint32_t index;         ///< by which the other end names this session
    std::uint32_t remote_index;  ///< by which this end names it to the other
    ControlCipher control;
    MediaChannel media;
    StateSender ours;
    StateReceiver theirs;
};

}  // namespace giaoban::net
