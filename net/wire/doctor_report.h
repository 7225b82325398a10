#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace giaoban::net {

/// What the doctor looks at. Numbers go over the wire: new ones at the end.
enum class DoctorItem : std::uint8_t {
    sound_card,  ///< text: which
    levels,      ///< value: the microphone's level below full scale, dB
    button,  ///< text: its devices; value: seconds since the last press, or -1; other: how many devices
    lamps,        ///< text: their files
    temperature,  ///< value: tenths of a degree Celsius; other: the highest since the start
    power,  ///< value: how often the voltage was too low since the start; other: seconds since, or -1
    centre,     ///< value: round trip, ms, or -1; other: seconds in this phase
    link_up,    ///< value: lost, of 1,000; other: bit/s
    link_down,  ///< the same
    disk,       ///< value: MiB free; other: MiB in all
    memory,     ///< the same
    program,    ///< text: its version; value: seconds since its start
    system,     ///< text: image, slot, kernel; value: 1 while the slot is on trial
    faults      ///< value: since the machine's start; other: ever; text: the last one
};
inline constexpr std::size_t doctor_items = static_cast<std::size_t>(DoctorItem::faults) + 1;

/// What was found. Numbers go over the wire: new ones at the end.
enum class DoctorTrouble : std::uint8_t {
    none,
    not_measured,  ///< this machine has nothing that says
    switched_off,  ///< by the configuration
    not_tried,     ///< the microphone was open, or there is no card: nobody is interrupted
    no_answer,     ///< the test did not end in time
    other,         ///< something that a newer box knows
    no_card,
    card_failing,
    not_heard,
    too_loud,
    no_button,
    button_stuck,
    no_lamp,
    hot,
    undervoltage,         ///< now
    undervoltage_before,  ///< since the start
    no_network,
    no_centre,  ///< the mixing box does not answer
    not_enrolled,
    refused,
    meeting_full,
    slow_round_trip,
    loss,
    disk_full,
    disk_read_only,
    low_memory,
    faults
};
inline constexpr std::size_t doctor_troubles = static_cast<std::size_t>(DoctorTrouble::faults) + 1;

enum class DoctorVerdict : std::uint8_t { good, unknown, bad };

[[nodiscard]] constexpr DoctorVerdict verdict_of(DoctorTrouble trouble) noexcept {
    if (trouble == DoctorTrouble::none) return DoctorVerdict::good;
    return trouble <= DoctorTrouble::other ? DoctorVerdict::unknown : DoctorVerdict::bad;
}

/// One line of the doctor's.
struct DoctorFinding {
    DoctorItem item = DoctorItem::program;
    DoctorTrouble trouble = DoctorTrouble::none;
    std::int32_t value = 0;
    std::int32_t other = 0;
    std::string text;

    friend bool operator==(const DoctorFinding&, const DoctorFinding&) = default;
};

enum class DoctorState : std::uint8_t {
    none,
    running,
    done,
    failed  ///< nothing came of it: the box was cut off, or its software does not know the question
};

/// What the doctor found; facts and numbers, of which whoever shows them makes words.
///
/// Errors: bounds are `max_doctor_findings`, `max_doctor_text` for each text and `max_doctor_bytes` for all as it goes over
///         the wire; the codec enforces them both ways.
struct DoctorReport {
    std::uint32_t number = 0;  ///< of the question; 0: none
    DoctorState state = DoctorState::none;
    std::vector<DoctorFinding> findings;

    friend bool operator==(const DoctorReport&, const DoctorReport&) = default;
};

inline constexpr std::size_t max_doctor_findings = 16;
inline constexpr std::size_t max_doctor_text = 48;
/// Beside the rest of a box's state, of 300 bytes at most, it stays within max_frame_bytes. The doctor writes 14 findings
/// with 6 texts: 14 * 18 + 6 * 50 bytes at most.
inline constexpr std::size_t max_doctor_bytes = 640;

}  // namespace giaoban::net
