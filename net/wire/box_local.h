#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "net/wire/box_state.h"
#include "net/wire/doctor_report.h"
#include "net/wire/meeting_local.h"
#include "net/wire/meeting_view.h"
#include "net/wire/session_phase.h"
#include "net/wire/traffic_figures.h"
#include "net/wire/wire_fault.h"

namespace giaoban::net {

/// What giaobanctl asks of a box over its UNIX socket.
struct BoxRequest {
    enum class Kind : std::uint8_t {
        status,
        press_short,
        press_long,
        doctor_begin = 60,  ///< how is this box? Its people hear the test of speaker and microphone
        doctor_look         ///< what was found so far
    };
    Kind kind = Kind::status;

    friend bool operator==(const BoxRequest&, const BoxRequest&) = default;
};

/// The answer to every BoxRequest.
struct BoxStatus {
    bool done = true;
    std::string reason;  ///< why it was not done, or why the phase is as it is
    std::string name;
    SessionPhase phase = SessionPhase::no_network;
    Seconds in_phase{0};
    MeetingView view;
    TrafficFigures up;
    TrafficFigures down;
    Microseconds round_trip{0};
    SoundHealth sound = SoundHealth::unknown;
    Milliseconds depth{0};
    Milliseconds target{0};
    std::string lamps;        ///< in words: "green steady, red off"
    std::string last_prompt;  ///< the prompt's id
    Seconds uptime{0};
    std::vector<NamedCounter> counters;
    Milliseconds behind{0};  ///< how far what is played is behind the meeting, while it catches up
    std::uint8_t uplink_rung = 0;  ///< that it sends at, within its own bounds
    DoctorReport doctor;           ///< when it was asked for

    friend bool operator==(const BoxStatus&, const BoxStatus&) = default;
};

/// Threading: no state. Real time: takes memory. Errors: as in control_frame.h. `now`: as there.
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> encode(const BoxRequest& request);
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> encode(const BoxStatus& status,
                                                                 Instant now);
[[nodiscard]] Expected<BoxRequest, WireFault> decode_box_request(Bytes bytes);
[[nodiscard]] Expected<BoxStatus, WireFault> decode_box_status(Bytes bytes, Instant now);

}  // namespace giaoban::net
