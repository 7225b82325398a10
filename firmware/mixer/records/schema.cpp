#include "firmware/mixer/records/schema.h"

#include <array>
#include <string>

namespace giaoban::mixer {

namespace {

// "GBMN" in the file's header, so that `file` and sqlite3 tell it from other databases.
constexpr std::int64_t application = 0x47424D4E;

constexpr std::array<const char*, 2> steps{
    // 0 to 1. STRICT: what is in a column is of its type. `chain` has one row: from where to where it goes.
    "CREATE TABLE entries ("
    "  serial INTEGER PRIMARY KEY, meeting INTEGER NOT NULL, unix_ms INTEGER NOT NULL,"
    "  kind TEXT NOT NULL, box INTEGER NOT NULL, name TEXT NOT NULL, who TEXT NOT NULL,"
    "  text TEXT NOT NULL, room INTEGER NOT NULL, length_ms INTEGER NOT NULL, hash BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE chain ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1), first_serial INTEGER NOT NULL,"
    "  head_serial INTEGER NOT NULL, head_hash BLOB NOT NULL"
    ") STRICT;",
    // 1 to 2. A meeting is found among the years' others without reading them.
    "CREATE INDEX entries_by_meeting ON entries (meeting, serial);"
    "CREATE INDEX meetings_opened ON entries (serial) WHERE kind = 'meeting_opened';"};

Expected<std::int64_t, RecordTrouble> version_of(Database& database) {
    auto id = database.number("PRAGMA application_id");
    if (!id) return id;
    auto version = database.number("PRAGMA user_version");
    if (!version) return version;
    if (*id == application || (*id == 0 && *version == 0)) return version;
    return Unexpected(RecordTrouble{RecordTrouble::Kind::other,
                                    database.file().string() + " is not a file of the minutes"});
}

RecordTrouble newer(const Database& database) {
    return {RecordTrouble::Kind::newer, database.file().string() +
                                            " was written by a later version of this program; "
                                            "install that"};
}

Expected<void, RecordTrouble> run_steps(Database& database, std::span<const char* const> all,
                                        std::size_t from) {
    if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun;
    for (const char* const step : all.subspan(from)) {
        if (auto done = database.run(step); !done) return done;
    }
    const std::string marks = "PRAGMA application_id = " + std::to_string(application) +
                              "; PRAGMA user_version = " + std::to_string(all.size());
    if (auto done = database.run(marks.c_str()); !done) return done;
    return database.run("COMMIT");
}

}  // namespace

std::span<const char* const> schema_steps() noexcept { return steps; }

Expected<void, RecordTrouble> migrate(Database& database, std::span<const char* const> all) {
    const auto version = version_of(database);
    if (!version) return Unexpected(version.error());
    const auto at = static_cast<std::size_t>(*version);
    if (*version < 0 || at > all.size()) return Unexpected(newer(database));
    if (at == all.size()) return {};
    auto done = run_steps(database, all, at);
    if (!done) static_cast<void>(database.run("ROLLBACK"));  // the trouble is told already
    return done;
}

Expected<void, RecordTrouble> check_version(Database& database) {
    const auto version = version_of(database);
    if (!version) return Unexpected(version.error());
    const auto last = static_cast<std::int64_t>(steps.size());
    if (*version > last) return Unexpected(newer(database));
    if (*version == last) return {};
    return Unexpected(RecordTrouble{
        RecordTrouble::Kind::other,
        database.file().string() + " is of an earlier version: start giaoban-mixer once"});
}

Expected<std::string, RecordTrouble> schema_text(Database& database) {
    auto rows = Statement::prepare(
        database, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
    if (!rows) return Unexpected(rows.error());
    std::string text;
    for (;;) {
        const auto step = rows->step();
        if (step == Statement::Step::failed) return Unexpected(database.trouble());
        if (step == Statement::Step::done) return text;
        for (int column = 0; column < 4; ++column) {
            text += rows->text(column);
            text += column < 3 ? '|' : '\n';
        }
    }
}

}  // namespace giaoban::mixer
