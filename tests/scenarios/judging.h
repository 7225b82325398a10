#pragma once

#include <string>

#include "tests/catch.h"
#include "tests/scenarios/meeting_simulation.h"

// What scenarios have in common: how a meeting begins, and what is asked of every one at its end.
namespace giaoban::scenarios {

using Kind = net::MeetingRequest::Kind;

/// All boxes are there, and the time is over in which a mixing box that was started collects what was before.
inline void begin(MeetingSimulation& meeting) {
    REQUIRE(meeting.run_until_true([&] { return meeting.all_joined(); }, Seconds{10}));
    meeting.run_for(mixer::FloorRecovery::window);
}

/// What holds in every meeting, whatever happened: nothing that must never happen did, and nobody heard a voice that
/// is nobody's.
inline void check_what_always_holds(const MeetingSimulation& meeting) {
    for (const std::string& violation : meeting.violations())
        FAIL_CHECK(violation);
    for (std::size_t i = 0; i < meeting.size(); ++i) {
        CHECK(meeting.hearing(i).itself() == 0);
        CHECK(meeting.hearing(i).strange() == 0);
    }
}

/// No press was lost: all that count were counted. For meetings in which no box's program was killed.
inline void check_all_presses_counted(const MeetingSimulation& meeting) {
    for (std::size_t i = 0; i < meeting.size(); ++i) {
        const auto presses = meeting.presses(i);
        INFO("box " << i);
        CHECK(presses.counted == presses.made);
    }
}

/// How all others heard a turn, at worst.
struct Worst {
    double heard = 1;  ///< part of the frames spoken
    Duration silence{};
    std::uint32_t gap = 0;
    Duration delay{};
    bool by_all = true;
};

inline Worst worst_of(const MeetingSimulation& meeting, std::size_t turn) {
    const Turn& spoken = meeting.turns().all()[turn];
    Worst worst;
    for (std::size_t i = 0; i < meeting.size(); ++i) {
        if (i == spoken.box) continue;
        const HeardTurn* heard = meeting.hearing(i).of(turn);
        if (heard == nullptr) {
            worst.by_all = false;
            worst.heard = 0;
            continue;
        }
        worst.heard = std::min(worst.heard, static_cast<double>(heard->frames) / spoken.frames);
        worst.silence = std::max(worst.silence, heard->longest_silence);
        worst.gap = std::max(worst.gap, heard->longest_gap);
        worst.delay = std::max(worst.delay, heard->most_delay);
    }
    return worst;
}

}  // namespace giaoban::scenarios
