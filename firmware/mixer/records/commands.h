#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/minutes_settings.h"
#include "firmware/mixer/records/civil_time.h"

namespace giaoban::mixer {

/// What every command of giaoban-minutes works on.
struct MinutesPlace {
    std::filesystem::path folder_or_file;
    config::MinutesSettings settings;
    Zone zone = time_here;
};

/// How a command ends; the numbers are those of giaobanctl.
struct CommandResult {
    enum class Exit : int {
        done = 0,
        refused = 1,  ///< it could not be done, or something is not as it was written
        usage = 2
    };
    Exit exit = Exit::done;
    std::string out;  ///< bytes for standard output or a file
    std::string err;
};

enum class MinutesFormat : std::uint8_t { text, pdf, csv, roll_csv, turns_csv, json };

[[nodiscard]] CommandResult list_meetings(const MinutesPlace& place, bool json);
/// `meeting`: its number, or "last".
[[nodiscard]] CommandResult show_meeting(const MinutesPlace& place, const std::string& meeting,
                                         bool json);
[[nodiscard]] CommandResult export_meeting(const MinutesPlace& place, const std::string& meeting,
                                           MinutesFormat format);
/// Without a meeting the whole file. `paper_hash`: as it is printed at the foot of the form.
[[nodiscard]] CommandResult verify_minutes(const MinutesPlace& place, const std::string& meeting,
                                           const std::string& paper_hash, bool json);
[[nodiscard]] CommandResult report_year(const MinutesPlace& place, int year, MinutesFormat format);

}  // namespace giaoban::mixer
