#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "net/link/direction_reading.h"
#include "net/wire/catch_up.h"
#include "net/wire/doctor_report.h"
#include "net/wire/presses.h"
#include "net/wire/room_stay.h"
#include "net/wire/self_test.h"
#include "net/wire/text_rules.h"
#include "net/wire/update_words.h"

namespace giaoban::net {

/// How a box's speakerphone does.
enum class SoundHealth : std::uint8_t { unknown, well, no_card, failing };

/// What a box last measured of the sound that it plays and captures; for the meeting's table. Parts
/// are of 1,000.
struct SoundFigures {
    Milliseconds depth{0};  ///< sound waiting in the playout
    std::uint16_t lost_permille = 0;
    std::uint16_t late_permille = 0;
    std::uint16_t concealed_permille = 0;
    std::uint8_t level_below_full_db =
        96;  ///< of the microphone; 0 is full scale of 16 bits, 96 its floor

    friend bool operator==(const SoundFigures&, const SoundFigures&) = default;
};

/// All that a mixing box knows from a box itself; the box's half of the state exchange.
///
/// Units:      as named. Threading: a value.
/// Errors:     bounds are max_text_bytes for the text; the codec (control_frame.h) enforces them both
///             ways.
struct BoxState {
    PressCount presses;
    /// What a mixing box has last said that it counted. A restarted one goes on from there.
    PressCount counted;
    /// How the box was last told that it stands to the floor, and its place then.
    FloorState floor_seen = FloorState::idle;
    std::uint16_t place_seen = 0;
    bool reply_seen = false;  ///< its place is among the replies
    std::string software;
    SoundHealth sound = SoundHealth::unknown;
    SoundFigures figures;
    std::optional<CatchUp> catch_up;  ///< what it has missed and asks for
    Milliseconds behind{0};           ///< how far what it plays is behind the meeting
    /// The way down, as the box sees it. Whole milliseconds and bits, and thousandths of loss.
    DirectionReading down;
    std::uint32_t call_answered = 0;  ///< the call that its people have answered last
    SelfTestResult self_test;
    RoomStay stay;
    /// In the first words of a session: how long ago a mixing box last told it of the meeting, and what was left of its
    /// time to speak then. None: nothing was told since it was started, or its software does not say.
    std::optional<Milliseconds> told_ago{};
    std::optional<Milliseconds> floor_left{};
    DoctorReport doctor;  ///< while the mixing box asks for it
    UpdateState update{};

    friend bool operator==(const BoxState&, const BoxState&) = default;
};

}  // namespace giaoban::net
