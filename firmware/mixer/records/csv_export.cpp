#include "firmware/mixer/records/csv_export.h"

#include <initializer_list>

namespace giaoban::mixer {

namespace {

void heads(CsvText& csv, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        csv.cell(name);
    csv.end_row();
}

std::int64_t seconds_of(std::int64_t length_ms) { return (length_ms + 500) / 1000; }

void time_or_empty(CsvText& csv, std::optional<std::int64_t> unix_ms, Zone zone) {
    if (unix_ms) {
        csv.cell(iso_text(zone(*unix_ms)));
    } else {
        csv.empty();
    }
}

}  // namespace

void CsvText::begin() {
    if (!first_) text_ += ',';
    first_ = false;
}

CsvText& CsvText::cell(std::string_view text) {
    begin();
    const bool formula =
        !text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos;
    if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        text_ += text;
        return *this;
    }
    text_ += '"';
    if (formula) text_ += '\'';
    for (const char c : text) {
        if (c == '"') text_ += '"';
        text_ += c;
    }
    text_ += '"';
    return *this;
}

CsvText& CsvText::cell(std::int64_t number) {
    begin();
    text_ += std::to_string(number);
    return *this;
}

void CsvText::end_row() {
    text_ += "\r\n";
    first_ = true;
}

std::string csv_of_entries(const MeetingRecord& record, Zone zone) {
    CsvText csv;
    heads(csv, {"serial", "time", "kind", "box", "name", "who", "text", "room", "seconds"});
    for (const auto& [serial, meeting, entry] : record.entries) {
        csv.cell(static_cast<std::int64_t>(serial))
            .cell(iso_text(zone(entry.unix_ms)))
            .cell(to_text(entry.kind));
        if (entry.box == no_box) {
            csv.empty();
        } else {
            csv.cell(std::int64_t{number_of(entry.box)});
        }
        csv.cell(entry.name)
            .cell(entry.who)
            .cell(entry.text)
            .cell(std::int64_t{entry.room})
            .cell(seconds_of(entry.length_ms));
        csv.end_row();
    }
    return std::move(csv).result();
}

std::string csv_of_roll(const MeetingRecord& record, Zone zone) {
    CsvText csv;
    heads(csv, {"box", "name", "role", "from", "to", "seconds", "at_end"});
    for (const RollRow& row : roll_of(record)) {
        for (const Presence& presence : row.there) {
            csv.cell(std::int64_t{number_of(row.box)})
                .cell(row.name)
                .cell(to_text(row.role))
                .cell(iso_text(zone(presence.from_ms)))
                .cell(iso_text(zone(presence.to_ms)))
                .cell(seconds_of(presence.to_ms - presence.from_ms))
                .cell(row.at_end && presence == row.there.back() ? "yes" : "no");
            csv.end_row();
        }
    }
    return std::move(csv).result();
}

std::string csv_of_turns(const MeetingRecord& record, Zone zone) {
    CsvText csv;
    heads(csv,
          {"box", "name", "room", "asked", "waited_seconds", "from", "to", "seconds", "ended"});
    for (const TurnRow& turn : turns_of(record)) {
        csv.cell(std::int64_t{number_of(turn.box)}).cell(turn.name).cell(std::int64_t{turn.room});
        time_or_empty(csv, turn.asked_ms, zone);
        if (const auto waited = turn.waited_ms()) {
            csv.cell(seconds_of(*waited));
        } else {
            csv.empty();
        }
        csv.cell(iso_text(zone(turn.from_ms)));
        time_or_empty(csv, turn.to_ms, zone);
        csv.cell(seconds_of(turn.length_ms())).cell(turn.ended);
        csv.end_row();
    }
    return std::move(csv).result();
}

}  // namespace giaoban::mixer
