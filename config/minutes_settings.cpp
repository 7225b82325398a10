#include "config/minutes_settings.h"

#include <charconv>
#include <utility>

#include "config/schema.h"

namespace giaoban::config {

namespace {

// The earth's circumference: further away nobody is.
constexpr std::uint32_t furthest_km = 40'000;
// So that a year's sum is within 63 bits: 4096 boxes in 3 meetings a day, each 100 people for 30 days and nights and
// 80,000 km, come to 4096 * 1098 * (100 * 60 + 80,000) * 10^7 = 3.9 * 10^18.
constexpr std::uint32_t most_money = 10'000'000;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool add_distance(std::string_view part, std::map<std::string, std::uint32_t>& into) {
    const auto colon = part.rfind(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = trimmed(part.substr(0, colon));
    const std::string_view number = trimmed(part.substr(colon + 1));
    std::uint32_t km = 0;
    const auto [end, trouble] = std::from_chars(number.data(), number.data() + number.size(), km);
    const bool whole = trouble == std::errc() && end == number.data() + number.size();
    if (name.empty() || !whole || km > furthest_km) return false;
    return into.emplace(name, km).second;
}

void read(TomlTable table, MinutesSettings::Journeys& journeys) {
    table.number("people", journeys.people, 0, 100);
    table.number("days", journeys.days, 0, 30);
    table.number("nights", journeys.nights, 0, 30);
    table.number("distance_km", journeys.distance_km, 0, furthest_km);
    table.text("distances", "expected \"Name: km; Name: km\", each name once, or nothing",
               [&journeys](std::string_view text) {
                   std::map<std::string, std::uint32_t> distances;
                   if (!distances_from(text, distances)) return false;
                   journeys.distances = std::move(distances);
                   return true;
               });
    table.number("per_km", journeys.per_km, 0, most_money);
    table.number("per_day", journeys.per_day, 0, most_money);
    table.number("per_night", journeys.per_night, 0, most_money);
    table.text("currency", "expected its short name, of 1 to 16 bytes",
               [&journeys](std::string_view text) {
                   if (text.empty() || text.size() > 16) return false;
                   journeys.currency = text;
                   return true;
               });
    table.number("shortest_meeting_min", journeys.shortest_meeting_min, 0, 600);
}

/// One line of the form.
void read_line(TomlTable& table, std::string_view key, std::string& into) {
    table.text(key, "expected one line of at most 200 bytes", [&into](std::string_view text) {
        if (text.size() > 200 || text.find('\n') != std::string_view::npos) return false;
        into = text;
        return true;
    });
}

}  // namespace

bool distances_from(std::string_view text, std::map<std::string, std::uint32_t>& into) {
    if (trimmed(text).empty()) return true;
    for (;;) {
        const auto end = text.find(';');
        if (!add_distance(text.substr(0, end), into)) return false;
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 1);
    }
}

void read(TomlTable table, MinutesSettings& minutes) {
    table.text("directory", "expected the path of a folder, or nothing",
               [&minutes](std::string_view text) {
                   if (!text.empty() && !is_path(text)) return false;
                   minutes.directory = text;
                   return true;
               });
    read_line(table, "superior", minutes.superior);
    read_line(table, "organisation", minutes.organisation);
    read_line(table, "place", minutes.place);
    read(table.table("journeys"), minutes.journeys);
}

}  // namespace giaoban::config
