#include "firmware/mixer/records/year_report.h"

#include <chrono>
#include <map>

#include "firmware/mixer/records/csv_export.h"
#include "firmware/mixer/records/json_writer.h"

namespace giaoban::mixer {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;

/// With one digit behind the point, rounded: 12.5.
std::string tenths(std::int64_t length_ms, std::int64_t unit_ms) {
    const std::int64_t number = (10 * length_ms + unit_ms / 2) / unit_ms;
    return std::to_string(number / 10) + "." + std::to_string(number % 10);
}

void add_meeting(const MeetingRecord& record, const config::MinutesSettings::Journeys& rates,
                 std::size_t month, std::map<BoxId, CommuneYear>& communes, YearReport& report) {
    for (const RollRow& row : roll_of(record)) {
        if (row.role == Role::chair) continue;
        CommuneYear& commune = communes[row.box];
        commune.box = row.box;
        commune.name = row.name;  // the newest, as the records are in order
        ++commune.attended;
        commune.present_ms += row.present_ms();
        commune.drops += static_cast<std::int64_t>(row.drops());
        const std::int64_t km = journey_km(rates, row.name);
        const std::int64_t cost = journey_cost(rates, row.name);
        commune.km += km;
        commune.cost += cost;
        report.km += km;
        report.cost += cost;
        ++report.journeys;
        ++report.journeys_by_month.at(month);
    }
    for (const TurnRow& turn : turns_of(record)) {
        const auto commune = communes.find(turn.box);
        if (commune == communes.end() || turn.room != 0) continue;
        ++commune->second.turns;
        commune->second.spoke_ms += turn.length_ms();
    }
}

}  // namespace

std::int64_t journey_km(const config::MinutesSettings::Journeys& rates,
                        const std::string& commune) {
    const auto own = rates.distances.find(commune);
    return 2 * std::int64_t{own == rates.distances.end() ? rates.distance_km : own->second};
}

std::int64_t journey_cost(const config::MinutesSettings::Journeys& rates,
                          const std::string& commune) {
    const std::int64_t each =
        std::int64_t{rates.days} * rates.per_day + std::int64_t{rates.nights} * rates.per_night;
    return rates.people * each + journey_km(rates, commune) * rates.per_km;
}

YearReport year_report_of(const std::vector<MeetingRecord>& records, int year,
                          const config::MinutesSettings::Journeys& rates, Zone zone) {
    YearReport report;
    report.year = year;
    report.currency = rates.currency;
    std::map<BoxId, CommuneYear> communes;
    for (const MeetingRecord& record : records) {
        const CivilTime opened = zone(record.meeting.opened_ms);
        if (opened.year != year) continue;
        const std::int64_t length = record.meeting.end_ms() - record.meeting.opened_ms;
        if (length < std::int64_t{rates.shortest_meeting_min} * minute_ms) {
            ++report.trials;
            continue;
        }
        const auto month = static_cast<std::size_t>(opened.month - 1);
        ++report.meetings;
        ++report.meetings_by_month.at(month);
        report.length_ms += length;
        add_meeting(record, rates, month, communes, report);
    }
    for (auto& [box, commune] : communes)
        report.communes.push_back(std::move(commune));
    return report;
}

YearBounds bounds_of(int year) {
    using namespace std::chrono;
    const auto start = [](int of) {
        const sys_days day = std::chrono::year{of} / January / 1;
        return duration_cast<milliseconds>(day.time_since_epoch()).count();
    };
    // No clock on earth is more than 14 h from UTC.
    return {start(year) - 14 * hour_ms, start(year + 1) + 14 * hour_ms};
}

std::string json_of(const YearReport& report) {
    JsonWriter json;
    json.object()
        .number("year", std::int64_t{report.year})
        .number("meetings", report.meetings)
        .number("trials", report.trials)
        .number("lengthMs", report.length_ms)
        .number("journeys", report.journeys)
        .number("km", report.km)
        .number("cost", report.cost)
        .text("currency", report.currency)
        .list("months");
    for (std::size_t month = 0; month < 12; ++month) {
        json.object()
            .number("meetings", report.meetings_by_month.at(month))
            .number("journeys", report.journeys_by_month.at(month))
            .end_object();
    }
    json.end_list().list("communes");
    for (const CommuneYear& commune : report.communes) {
        json.object()
            .number("box", std::int64_t{number_of(commune.box)})
            .text("name", commune.name)
            .number("attended", commune.attended)
            .number("presentMs", commune.present_ms)
            .number("turns", commune.turns)
            .number("spokeMs", commune.spoke_ms)
            .number("drops", commune.drops)
            .number("km", commune.km)
            .number("cost", commune.cost)
            .end_object();
    }
    json.end_list().end_object();
    return std::move(json).result();
}

std::string csv_of(const YearReport& report) {
    CsvText csv;
    for (const std::string_view head :
         {"box", "name", "attended", "of_meetings", "present_hours", "turns", "spoke_minutes",
          "drops", "journeys", "km", "cost"}) {
        csv.cell(head);
    }
    csv.end_row();
    for (const CommuneYear& commune : report.communes) {
        csv.cell(std::int64_t{number_of(commune.box)})
            .cell(commune.name)
            .cell(commune.attended)
            .cell(report.meetings)
            .cell(tenths(commune.present_ms, hour_ms))
            .cell(commune.turns)
            .cell(tenths(commune.spoke_ms, minute_ms))
            .cell(commune.drops)
            .cell(commune.attended)
            .cell(commune.km)
            .cell(commune.cost);
        csv.end_row();
    }
    return std::move(csv).result();
}

}  // namespace giaoban::mixer
