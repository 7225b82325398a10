#include "firmware/mixer/records/ledger.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "config/vocab/ensure.h"
#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/schema.h"

namespace giaoban::mixer {

namespace {

bool damaged(const RecordTrouble& trouble) { return trouble.kind == RecordTrouble::Kind::damaged; }

Expected<void, RecordTrouble> check_sound(Database& database) {
    auto check = Statement::prepare(database, "PRAGMA quick_check(1)");
    if (!check) return Unexpected(check.error());
    if (check->step() != Statement::Step::row) return Unexpected(database.trouble());
    const std::string found = check->text(0);
    if (found == "ok") return {};
    return Unexpected(
        RecordTrouble{RecordTrouble::Kind::damaged, database.file().string() + ": " + found});
}

/// How far a file had come that is damaged; 0 when it does not even tell that.
std::uint64_t last_serial_in(const std::filesystem::path& file) {
    auto database = Database::open(file, Database::Access::read);
    if (!database) return 0;
    const auto chain = read_chain(*database);
    return chain ? chain->head.serial : 0;
}

}  // namespace

Ledger::Ledger(std::filesystem::path folder, Database database)
    : folder_(std::move(folder)), database_(std::move(database)) {}

Expected<Database, RecordTrouble> Ledger::open_sound(const std::filesystem::path& folder) {
    auto database = Database::open(minutes_file(folder), Database::Access::write);
    if (!database) return database;
    if (auto done = migrate(*database); !done) return Unexpected(done.error());
    // That the journal of a file just made is gone must be on the disk before its first entry: coming back with the power,
    // it would undo the file, and the log with it. (SQLite itself does this in synchronous EXTRA alone.)
    sync_folder(folder);
    if (auto done = check_sound(*database); !done) return Unexpected(done.error());
    return database;
}

/// A new file whose first serial is the one after `last`.
Expected<Ledger, RecordTrouble> Ledger::begin(const std::filesystem::path& folder,
                                              std::uint64_t last) {
    auto database = open_sound(folder);
    if (!database) return Unexpected(database.error());
    Ledger ledger(folder, std::move(*database));
    ledger.head_ = {last, chain_start()};
    {
        auto insert =
            Statement::prepare(*ledger.database_, "INSERT INTO chain VALUES (1, ?1, ?2, ?3)");
        if (!insert) return Unexpected(insert.error());
        insert->bind(1, static_cast<std::int64_t>(last + 1))
            .bind(2, static_cast<std::int64_t>(last))
            .bind_bytes(3, ledger.head_.hash);
        if (insert->step() != Statement::Step::done) {
            return Unexpected(ledger.database_->trouble());
        }
    }
    return ledger;
}

Expected<Ledger, RecordTrouble> Ledger::open(const std::filesystem::path& folder,
                                             std::uint64_t known) {
    std::error_code trouble;
    std::filesystem::create_directories(folder, trouble);
    if (trouble) {
        return Unexpected(RecordTrouble{RecordTrouble::Kind::other,
                                        folder.string() + " cannot be made: " + trouble.message()});
    }
    const auto witness = read_head_file(folder);
    if (witness) known = std::max(known, witness->serial);
    std::string notice;
    auto database = open_sound(folder);
    if (!database && damaged(database.error())) {
        known = std::max(known, last_serial_in(minutes_file(folder)));
        notice = database.error().what;
        const auto aside = set_aside(folder);
        if (!aside) return Unexpected(aside.error());
        notice += "; it was set aside as " + aside->filename().string() + ", a new one goes on";
        database = open_sound(folder);
    }
    if (!database) return Unexpected(database.error());
    const auto begun = database->number("SELECT count(*) FROM chain");
    if (!begun) return Unexpected(begun.error());
    auto ledger = *begun == 0
                      ? begin(folder, known)
                      : Expected<Ledger, RecordTrouble>(Ledger(folder, std::move(*database)));
    if (!ledger) return ledger;
    if (const auto read = ledger->read_state(); !read) return Unexpected(read.error());
    if (ledger->head_.serial < known) {
        notice = minutes_file(folder).string() + ": entries up to " + std::to_string(known) +
                 " were written, up to " + std::to_string(ledger->head_.serial) + " are there";
        ledger->head_.serial = known;
    }
    if (!notice.empty()) ledger->notices_.push_back(std::move(notice));
    return ledger;
}

Expected<void, RecordTrouble> Ledger::read_state() {
    const auto chain = read_chain(*database_);
    if (!chain) return Unexpected(chain.error());
    head_ = chain->head;
    const auto last = database_->number("SELECT ifnull(max(serial), 0) FROM entries");
    if (!last) return Unexpected(last.error());
    // Rows beyond the head are nobody's of ours; a serial is still not given twice.
    head_.serial =
        std::max(head_.serial, static_cast<std::uint64_t>(std::max<std::int64_t>(*last, 0)));
    return read_running();
}

Expected<void, RecordTrouble> Ledger::read_running() {
    auto rows = Statement::prepare(
        *database_, "SELECT " + std::string(entry_columns) +
                        " FROM entries WHERE meeting = (SELECT meeting FROM entries"
                        " ORDER BY serial DESC LIMIT 1) AND meeting > 0 ORDER BY serial");
    if (!rows) return Unexpected(rows.error());
    running_.clear();
    for (;;) {
        const auto step = rows->step();
        if (step == Statement::Step::failed) return Unexpected(database_->trouble());
        if (step == Statement::Step::done) return {};
        // A row that is none of ours is verify()'s to tell.
        if (const auto row = read_row(*rows)) keep_running(row->stored);
    }
}

void Ledger::keep_running(const StoredEntry& stored) {
    if (stored.entry.kind == EntryKind::meeting_opened) running_.clear();
    if (stored.entry.kind == EntryKind::meeting_closed || stored.meeting == 0) {
        running_.clear();
        return;
    }
    if (running_.size() < most_held) running_.push_back(stored);
}

bool Ledger::gone() const {
    int moved = 0;
    const int asked =
        sqlite3_file_control(database_->raw(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return asked == SQLITE_OK && moved != 0;
}

Expected<void, RecordTrouble> Ledger::append(std::span<const StoredEntry> entries) {
    while (!entries.empty() && entries.front().serial <= head_.serial) {
        entries = entries.subspan(1);
    }
    if (entries.empty()) return {};
    ensure(entries.front().serial == head_.serial + 1, "serials count on by one");
    if (database_ && gone()) {
        notices_.push_back(minutes_file(folder_).string() + " was taken away; a new one goes on");
        database_.reset();
    }
    if (database_) {
        auto written = write(entries);
        if (written || !damaged(written.error())) return written;
        notices_.push_back(written.error().what + "; it is set aside, a new one goes on");
    }
    if (auto done = anew(); !done) return done;
    return write(entries);
}

Expected<void, RecordTrouble> Ledger::write(std::span<const StoredEntry> entries) {
    ChainHead head = head_;
    if (auto begun = database_->run("BEGIN IMMEDIATE"); !begun) return begun;
    auto done = insert(entries, head);
    if (done) done = database_->run("COMMIT");
    if (!done) {
        // Some errors have rolled back already.
        if (sqlite3_get_autocommit(database_->raw()) == 0) {
            static_cast<void>(database_->run("ROLLBACK"));
        }
        return done;
    }
    head_ = head;
    bool turned = false;
    for (const StoredEntry& stored : entries) {
        keep_running(stored);
        turned = turned || stored.entry.kind == EntryKind::meeting_opened ||
                 stored.entry.kind == EntryKind::meeting_closed;
    }
    if (turned) write_head();
    return {};
}

Expected<void, RecordTrouble> Ledger::insert(std::span<const StoredEntry> entries,
                                             ChainHead& head) {
    auto row = Statement::prepare(*database_, "INSERT INTO entries (" + std::string(entry_columns) +
                                                  ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                                                  "?10, ?11)");
    if (!row) return Unexpected(row.error());
    for (const StoredEntry& stored : entries) {
        head = {stored.serial, chain_link(head.hash, stored)};
        const ChainedEntry chained{stored, head.hash};
        bind_row(*row, chained);
        if (row->step() != Statement::Step::done) return Unexpected(database_->trouble());
        row->reset();
    }
    auto chain =
        Statement::prepare(*database_, "UPDATE chain SET head_serial = ?1, head_hash = ?2");
    if (!chain) return Unexpected(chain.error());
    chain->bind(1, static_cast<std::int64_t>(head.serial)).bind_bytes(2, head.hash);
    if (chain->step() != Statement::Step::done) return Unexpected(database_->trouble());
    return {};
}

/// Goes over to a new file that has the running meeting in it.
Expected<void, RecordTrouble> Ledger::anew() {
    database_.reset();
    if (const auto aside = set_aside(folder_); !aside) return Unexpected(aside.error());
    const std::vector<StoredEntry> held = running_;
    auto fresh = begin(folder_, held.empty() ? head_.serial : held.front().serial - 1);
    auto done = fresh ? Expected<void, RecordTrouble>() : Unexpected(fresh.error());
    if (done && !held.empty()) done = fresh->write(held);
    if (!done) {
        // What is in it is held here still, and the next attempt must not take it for another damaged file.
        remove_file(folder_);
        return done;
    }
    fresh->head_.serial = std::max(fresh->head_.serial, head_.serial);
    fresh->notices_.insert(fresh->notices_.begin(), notices_.begin(), notices_.end());
    *this = std::move(*fresh);
    return {};
}

void Ledger::write_head() {
    if (const auto written = write_head_file(folder_, head_); !written) {
        notices_.push_back(written.error().what + " (the minutes themselves are safe)");
    }
}

std::vector<std::string> Ledger::take_notices() { return std::exchange(notices_, {}); }

}  // namespace giaoban::mixer
