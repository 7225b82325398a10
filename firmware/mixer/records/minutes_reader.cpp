#include "firmware/mixer/records/minutes_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/rows.h"
#include "firmware/mixer/records/schema.h"

namespace giaoban::mixer {

Expected<MinutesReader, RecordTrouble> MinutesReader::open(
    const std::filesystem::path& folder_or_file) {
    std::error_code ignored;
    const bool folder = std::filesystem::is_directory(folder_or_file, ignored);
    const auto file = folder ? minutes_file(folder_or_file) : folder_or_file;
    if (!std::filesystem::exists(file, ignored)) {
        return Unexpected(RecordTrouble{RecordTrouble::Kind::other,
                                        file.string() + ": there are no minutes here"});
    }
    auto database = Database::open(file, Database::Access::read);
    if (!database) return Unexpected(database.error());
    if (const auto right = check_version(*database); !right) return Unexpected(right.error());
    return MinutesReader(std::move(*database), folder ? folder_or_file : std::filesystem::path());
}

Expected<std::vector<ChainedEntry>, RecordTrouble> MinutesReader::rows(const std::string& where,
                                                                       std::uint64_t value) {
    auto statement = Statement::prepare(
        database_, "SELECT " + std::string(entry_columns) + " FROM entries WHERE " + where);
    if (!statement) return Unexpected(statement.error());
    statement->bind(1, static_cast<std::int64_t>(value));
    std::vector<ChainedEntry> found;
    for (;;) {
        const auto step = statement->step();
        if (step == Statement::Step::failed) return Unexpected(database_.trouble());
        if (step == Statement::Step::done) return found;
        // A row that is none of ours is verify()'s to tell.
        if (auto row = read_row(*statement)) found.push_back(std::move(*row));
    }
}

Expected<std::vector<MeetingRow>, RecordTrouble> MinutesReader::meetings(std::size_t most) {
    // Of each meeting its opening, and of what else is in it the last and the closing.
    auto statement = Statement::prepare(
        database_,
        "SELECT meeting, text, who, unix_ms,"
        " (SELECT max(unix_ms) FROM entries AS c WHERE c.meeting = o.meeting"
        "  AND c.kind = 'meeting_closed'),"
        " (SELECT max(unix_ms) FROM entries AS c WHERE c.meeting = o.meeting)"
        " FROM entries AS o WHERE kind = 'meeting_opened' ORDER BY serial DESC LIMIT ?1");
    if (!statement) return Unexpected(statement.error());
    statement->bind(1, static_cast<std::int64_t>(most));
    std::vector<MeetingRow> found;
    for (;;) {
        const auto step = statement->step();
        if (step == Statement::Step::failed) return Unexpected(database_.trouble());
        if (step == Statement::Step::done) return found;
        MeetingRow row{static_cast<std::uint64_t>(statement->number(0)),
                       statement->text(1),
                       statement->text(2),
                       statement->number(3),
                       std::nullopt,
                       std::max(statement->number(5), statement->number(3))};
        if (!statement->is_null(4)) row.closed_ms = std::max(statement->number(4), row.opened_ms);
        found.push_back(std::move(row));
    }
}

Expected<MeetingRecord, RecordTrouble> MinutesReader::meeting(std::uint64_t id) {
    auto found = rows("meeting = ?1 ORDER BY serial", id);
    if (!found) return Unexpected(found.error());
    MeetingRecord record;
    for (ChainedEntry& row : *found)
        record.entries.push_back(std::move(row.stored));
    auto meeting = id == 0 ? std::nullopt : meeting_of(record.entries);
    if (!meeting) {
        return Unexpected(RecordTrouble{
            RecordTrouble::Kind::other,
            "there is no meeting " + std::to_string(id) + " in " + database_.file().string()});
    }
    record.meeting = std::move(*meeting);
    record.hash = hash_text(found->back().hash);
    return record;
}

Expected<std::vector<MeetingRecord>, RecordTrouble> MinutesReader::opened_between(
    std::int64_t from_unix_ms, std::int64_t to_unix_ms) {
    auto all = meetings();
    if (!all) return Unexpected(all.error());
    std::vector<MeetingRecord> records;
    for (auto row = all->rbegin(); row != all->rend(); ++row) {
        if (row->opened_ms < from_unix_ms || row->opened_ms >= to_unix_ms) continue;
        auto record = meeting(row->id);
        if (!record) return Unexpected(record.error());
        records.push_back(std::move(*record));
    }
    return records;
}

Expected<std::vector<StoredEntry>, RecordTrouble> MinutesReader::since(std::uint64_t serial,
                                                                       std::size_t most) {
    auto found = rows("serial > ?1 ORDER BY serial LIMIT " + std::to_string(most), serial);
    if (!found) return Unexpected(found.error());
    std::vector<StoredEntry> entries;
    for (ChainedEntry& row : *found)
        entries.push_back(std::move(row.stored));
    return entries;
}

Expected<Verified, RecordTrouble> MinutesReader::verify() {
    return mixer::verify(database_, folder_);
}

}  // namespace giaoban::mixer
