#include "firmware/mixer/records/commands.h"

#include <charconv>
#include <utility>

#include "firmware/mixer/records/csv_export.h"
#include "firmware/mixer/records/json_export.h"
#include "firmware/mixer/records/minutes_form.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "firmware/mixer/records/words.h"
#include "firmware/mixer/records/year_form.h"

namespace giaoban::mixer {

namespace {

using Exit = CommandResult::Exit;

CommandResult done(std::string out) { return {Exit::done, std::move(out), ""}; }
CommandResult refused(std::string err) { return {Exit::refused, "", std::move(err)}; }

Expected<std::uint64_t, CommandResult> number_of_meeting(MinutesReader& reader,
                                                         const std::string& word) {
    if (word == "last") {
        const auto newest = reader.meetings(1);
        if (!newest) return Unexpected(refused(newest.error().what));
        if (newest->empty()) return Unexpected(refused("there is no meeting yet"));
        return newest->front().id;
    }
    std::uint64_t id = 0;
    const char* const end = word.data() + word.size();
    const auto [rest, trouble] = std::from_chars(word.data(), end, id);
    if (trouble == std::errc() && rest == end) return id;
    return Unexpected(CommandResult{
        Exit::usage, "", "`" + word + "`: expected a meeting's number (see list), or last"});
}

/// What the commands over one meeting begin with.
struct Found {
    MinutesReader reader;
    MeetingRecord record;
};

Expected<Found, CommandResult> find(const MinutesPlace& place, const std::string& word) {
    auto reader = MinutesReader::open(place.folder_or_file);
    if (!reader) return Unexpected(refused(reader.error().what));
    const auto id = number_of_meeting(*reader, word);
    if (!id) return Unexpected(id.error());
    auto record = reader->meeting(*id);
    if (!record) return Unexpected(refused(record.error().what));
    return Found{std::move(*reader), std::move(*record)};
}

std::string text_of(const MeetingRow& row, Zone zone) {
    const CivilTime opened = zone(row.opened_ms);
    return std::to_string(row.id) + "  " + date_text(opened) + " " + minute_text(opened) + " – " +
           (row.closed_ms ? minute_text(zone(*row.closed_ms)) : "open ") + "  " + row.title + "\n";
}

std::string text_of(const ChainFault& fault) {
    if (fault.first == 0 && fault.last == 0) return "the file: " + fault.what + "\n";
    std::string text = "entry " + std::to_string(fault.first);
    if (fault.last != fault.first)
        text = "entries " + text.substr(6) + " to " + std::to_string(fault.last);
    if (fault.meeting != 0) text += " of meeting " + std::to_string(fault.meeting);
    return text + " " + fault.what + "\n";
}

std::string turns_text(const MeetingRecord& record, Zone zone) {
    std::string text;
    for (const TurnRow& turn : turns_of(record)) {
        text += "  " + clock_text(zone(turn.from_ms)) + " – " +
                (turn.to_ms ? clock_text(zone(*turn.to_ms)) : "        ") + "  " + turn.name;
        if (turn.room != 0) text += ", room " + std::to_string(turn.room);
        if (const auto waited = turn.waited_ms()) text += ", waited " + length_text(*waited);
        if (turn.to_ms)
            text += ", spoke " + length_text(turn.length_ms()) + " (" + turn.ended + ")";
        text += "\n";
    }
    return text;
}

std::string text_of(const MeetingRecord& record, Zone zone) {
    std::string text = text_of(record.meeting, zone) + "\nthere:\n";
    for (const RollRow& row : roll_of(record)) {
        text += "  " + row.name + (row.role == Role::chair ? " (chair)" : "") + ": ";
        for (std::size_t i = 0; i < row.there.size(); ++i) {
            if (i > 0) text += ", ";
            text += clock_text(zone(row.there[i].from_ms)) + " – " +
                    clock_text(zone(row.there[i].to_ms));
        }
        text += "; " + length_text(row.present_ms()) + "\n";
    }
    text += "\nspoke:\n" + turns_text(record, zone) + "\nactions:\n";
    for (const StoredEntry& stored : actions_of(record)) {
        const Entry& entry = stored.entry;
        text += "  " + clock_text(zone(entry.unix_ms)) + "  " + std::string(to_text(entry.kind));
        for (const std::string& part : {entry.name, entry.text, entry.who}) {
            if (!part.empty()) text += "  " + part;
        }
        text += "\n";
    }
    return text + "\nlast entry's hash: " + record.hash + "\n";
}

CommandResult of_pdf(Expected<std::string, std::string> pdf) {
    return pdf ? done(std::move(*pdf)) : refused(pdf.error());
}

}  // namespace

CommandResult list_meetings(const MinutesPlace& place, bool json) {
    auto reader = MinutesReader::open(place.folder_or_file);
    if (!reader) return refused(reader.error().what);
    const auto meetings = reader->meetings();
    if (!meetings) return refused(meetings.error().what);
    if (json) return done(json_of(*meetings) + "\n");
    std::string text;
    for (const MeetingRow& row : *meetings)
        text += text_of(row, place.zone);
    return done(text);
}

CommandResult show_meeting(const MinutesPlace& place, const std::string& meeting, bool json) {
    const auto found = find(place, meeting);
    if (!found) return found.error();
    return done(json ? json_of(found->record) + "\n" : text_of(found->record, place.zone));
}

CommandResult export_meeting(const MinutesPlace& place, const std::string& meeting,
                             MinutesFormat format) {
    auto found = find(place, meeting);
    if (!found) return found.error();
    const MeetingRecord& record = found->record;
    switch (format) {
        case MinutesFormat::text: return done(text_of(record, place.zone));
        case MinutesFormat::pdf: return of_pdf(pdf_of(record, place.settings, place.zone));
        case MinutesFormat::csv: return done(csv_of_entries(record, place.zone));
        case MinutesFormat::roll_csv: return done(csv_of_roll(record, place.zone));
        case MinutesFormat::turns_csv: return done(csv_of_turns(record, place.zone));
        case MinutesFormat::json: break;
    }
    const auto verified = found->reader.verify();
    if (!verified) return refused(verified.error().what);
    return done(json_of(record, &*verified) + "\n");
}

CommandResult verify_minutes(const MinutesPlace& place, const std::string& meeting,
                             const std::string& paper_hash, bool json) {
    auto reader = MinutesReader::open(place.folder_or_file);
    if (!reader) return refused(reader.error().what);
    auto verified = reader->verify();
    if (!verified) return refused(verified.error().what);
    std::string what = std::to_string(verified->entries) + " entries";
    if (!meeting.empty()) {
        const auto id = number_of_meeting(*reader, meeting);
        if (!id) return id.error();
        const auto record = reader->meeting(*id);
        if (!record) return refused(record.error().what);
        verified->faults = faults_of(*record, *verified);
        what = "meeting " + std::to_string(*id) + ", " + std::to_string(record->entries.size()) +
               " entries";
        if (!paper_hash.empty() && paper_hash != record->hash) {
            const std::uint64_t last = record->entries.back().serial;
            verified->faults.push_back(
                {last, last, *id, "has the hash " + record->hash + ", and not that of the paper"});
        }
    }
    const Exit exit = verified->sound() ? Exit::done : Exit::refused;
    if (json) return {exit, json_of(*verified) + "\n", ""};
    if (verified->sound()) return done(what + ": as they were written\n");
    std::string text;
    for (const ChainFault& fault : verified->faults)
        text += text_of(fault);
    if (verified->more_faults > 0) text += std::to_string(verified->more_faults) + " more\n";
    return {exit, text, what + ": not as they were written"};
}

CommandResult report_year(const MinutesPlace& place, int year, MinutesFormat format) {
    auto reader = MinutesReader::open(place.folder_or_file);
    if (!reader) return refused(reader.error().what);
    const YearBounds bounds = bounds_of(year);
    const auto records = reader->opened_between(bounds.from_unix_ms, bounds.to_unix_ms);
    if (!records) return refused(records.error().what);
    const YearReport report = year_report_of(*records, year, place.settings.journeys, place.zone);
    if (format == MinutesFormat::pdf) return of_pdf(pdf_of(report, place.settings));
    if (format == MinutesFormat::csv) return done(csv_of(report));
    if (format == MinutesFormat::json) return done(json_of(report) + "\n");
    std::string text = std::to_string(year) + ": " + std::to_string(report.meetings) +
                       " meetings, " + length_text(report.length_ms) + " hours, " +
                       std::to_string(report.journeys) + " journeys saved (" + grouped(report.km) +
                       " km, " + grouped(report.cost) + " " + report.currency + ")\n";
    for (const CommuneYear& commune : report.communes) {
        text += "  " + commune.name + ": " + std::to_string(commune.attended) + " of " +
                std::to_string(report.meetings) + ", " + length_text(commune.present_ms) +
                " hours, " + grouped(commune.cost) + " " + report.currency + "\n";
    }
    return done(text);
}

}  // namespace giaoban::mixer
