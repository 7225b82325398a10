#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "config/minutes_settings.h"
#include "firmware/mixer/records/civil_time.h"
#include "firmware/mixer/records/roll.h"

namespace giaoban::mixer {

/// What one commune's year came to.
struct CommuneYear {
    BoxId box = no_box;
    std::string name;
    std::int64_t attended =
        0;  ///< meetings, in which it was there at any time: so many journeys were saved
    std::int64_t present_ms = 0;
    std::int64_t spoke_ms = 0;
    std::int64_t turns = 0;
    std::int64_t drops = 0;
    std::int64_t km = 0;    ///< there and back, of all journeys
    std::int64_t cost = 0;  ///< of them, in the currency of the settings
};

/// The yearly report. Chairs' boxes are at the centre: they save no journey, and are not among the communes.
struct YearReport {
    int year = 0;
    std::int64_t meetings = 0;
    std::int64_t trials =
        0;  ///< shorter than the settings' shortest_meeting_min: not counted in anything
    std::int64_t length_ms = 0;
    std::array<std::int64_t, 12> meetings_by_month{};
    std::array<std::int64_t, 12> journeys_by_month{};
    std::vector<CommuneYear> communes;  ///< by box number
    std::int64_t journeys = 0;
    std::int64_t km = 0;
    std::int64_t cost = 0;
    std::string currency;
};

/// Of one commune's journey to the centre and back, with all who would travel.
[[nodiscard]] std::int64_t journey_km(const config::MinutesSettings::Journeys& rates,
                                      const std::string& commune);
[[nodiscard]] std::int64_t journey_cost(const config::MinutesSettings::Journeys& rates,
                                        const std::string& commune);

/// Of the records those whose meeting was opened in that year, by the clock of `zone`.
[[nodiscard]] YearReport year_report_of(const std::vector<MeetingRecord>& records, int year,
                                        const config::MinutesSettings::Journeys& rates, Zone zone);

/// A time range that has the whole year in it wherever on earth it is: for MinutesReader::opened_between.
struct YearBounds {
    std::int64_t from_unix_ms = 0;
    std::int64_t to_unix_ms = 0;
};
[[nodiscard]] YearBounds bounds_of(int year);

[[nodiscard]] std::string json_of(const YearReport& report);
/// box, name, attended, of_meetings, present_hours, turns, spoke_minutes, drops, journeys, km, cost.
[[nodiscard]] std::string csv_of(const YearReport& report);

}  // namespace giaoban::mixer
