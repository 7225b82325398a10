#include "firmware/mixer/records/database.h"

#include <sqlite3.h>

namespace giaoban::mixer {

namespace {

// A reader in another process may hold the file for the moment of a checkpoint; longer is a trouble to be told.
constexpr int most_waited_ms = 2000;

RecordTrouble::Kind kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL: return RecordTrouble::Kind::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return RecordTrouble::Kind::damaged;
        default: return RecordTrouble::Kind::other;
    }
}

std::string_view advice(RecordTrouble::Kind kind) {
    switch (kind) {
        case RecordTrouble::Kind::full: return ": there is no room on the disk; make some";
        case RecordTrouble::Kind::damaged: return ": the file is damaged";
        default: return "";
    }
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const noexcept { sqlite3_close(connection); }

RecordTrouble Database::trouble() const {
    const int code = sqlite3_extended_errcode(connection_.get());
    const auto kind = kind_of(code);
    const char* words = sqlite3_errmsg(connection_.get());
    return {kind, file_.string() + ": " + words + " (" + std::to_string(code) + ")" +
                      std::string(advice(kind))};
}

Expected<Database, RecordTrouble> Database::open(const std::filesystem::path& file, Access access) {
    const int how =
        access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &connection, how | SQLITE_OPEN_NOMUTEX, nullptr);
    if (connection == nullptr) {
        return Unexpected(RecordTrouble{RecordTrouble::Kind::other, file.string() + ": no memory"});
    }
    Database database(connection, file);
    if (code != SQLITE_OK) return Unexpected(database.trouble());
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, most_waited_ms);
    if (const auto prepared = database.prepare_for(access); !prepared) {
        return Unexpected(prepared.error());
    }
    return database;
}

Expected<void, RecordTrouble> Database::prepare_for(Access access) {
    // A file that was made to look so must not run anything, and not be believed (sqlite.org/security.html).
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (auto done = run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"); !done) {
        return done;
    }
    if (access == Access::read) return run("PRAGMA query_only = ON");
    // The log stays when the last connection closes: a reader that may not write needs it there.
    int persist = 1;
    sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
    return run(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;"
        "PRAGMA journal_size_limit = 4194304");
}

Expected<void, RecordTrouble> Database::run(const char* sql) {
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return Unexpected(trouble());
}

Expected<std::int64_t, RecordTrouble> Database::number(const char* sql) {
    auto statement = Statement::prepare(*this, sql);
    if (!statement) return Unexpected(statement.error());
    if (statement->step() != Statement::Step::row) return Unexpected(trouble());
    return statement->number(0);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Expected<Statement, RecordTrouble> Statement::prepare(Database& database, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database.raw(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return Unexpected(database.trouble());
    return Statement(statement);
}

Statement& Statement::bind(int place, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), place, value);
    return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
    // A null pointer would be NULL, and not the empty text.
    const char* data = text.empty() ? "" : text.data();
    sqlite3_bind_text(statement_.get(), place, data, static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bind_bytes(int place, Bytes bytes) {
    sqlite3_bind_blob(statement_.get(), place, bytes.data(), static_cast<int>(bytes.size()),
                      SQLITE_STATIC);
    return *this;
}

Statement::Step Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return Step::row;
    return code == SQLITE_DONE ? Step::done : Step::failed;
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
    const unsigned char* text = sqlite3_column_text(statement_.get(), column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Bytes Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_.get(), column);
    if (data == nullptr) return {};
    return {static_cast<const std::byte*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace giaoban::mixer
