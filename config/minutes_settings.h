#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace giaoban::config {

/// [minutes]: where they are kept, and what stands at the head of the form.
struct MinutesSettings {
    std::string directory;     ///< empty: `minutes` in state_dir
    std::string superior;      ///< the first line of the form: whom the organisation belongs to
    std::string organisation;  ///< who holds the meeting
    std::string place;         ///< where its centre is; empty: a line to be filled in by hand

    /// [minutes.journeys]: what it would cost to come together, of one commune's journey to the centre and
    /// back. The report for a year counts by it.
    ///
    /// Source: the rates are those of Vietnam's circular 40/2017/TT-BTC, articles 5 to 7 (0.2 litres of petrol
    /// a km, here of 20,000 đồng; 200,000 a day; 300,000 a night); distance and days are DESIGN's first
    /// deployment. A centre writes down its own.
    struct Journeys {
        std::uint32_t people = 1;
        std::uint32_t days = 3;
        std::uint32_t nights = 2;
        std::uint32_t distance_km = 120;
        std::map<std::string, std::uint32_t>
            distances;  ///< one way, of boxes for which it is another
        std::uint32_t per_km = 4'000;
        std::uint32_t per_day = 200'000;
        std::uint32_t per_night = 300'000;
        std::string currency = "đồng";
        std::uint32_t shortest_meeting_min = 10;  ///< what is shorter was a trial
        friend bool operator==(const Journeys&, const Journeys&) = default;
    } journeys;

    friend bool operator==(const MinutesSettings&, const MinutesSettings&) = default;
};

/// `Name: km; Name: km`; false when it is not so. Nothing is no name at all.
[[nodiscard]] bool distances_from(std::string_view text,
                                  std::map<std::string, std::uint32_t>& into);

}  // namespace giaoban::config
