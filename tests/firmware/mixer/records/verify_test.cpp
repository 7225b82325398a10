#include "firmware/mixer/records/verify.h"

#include "config/whole_file.h"
#include "firmware/mixer/records/ledger.h"
#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/firmware/mixer/records/tampered_file.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

/// A file with a meeting of 17 entries and one entry after it.
struct File {
    tests::TemporaryFolder folder;

    File() {
        auto entries = short_meeting();
        entries.push_back(entry(2000, EntryKind::lost, 3));
        auto ledger = Ledger::open(folder.path());
        REQUIRE(ledger);
        REQUIRE(ledger->append(placed(entries)));
    }
    Verified verified() const {
        auto reader = MinutesReader::open(folder.path());
        REQUIRE(reader);
        return reader->verify().value();
    }
    /// Whether anything at all is said against the file: a fault, or that it cannot be read.
    bool suspected() const {
        auto reader = MinutesReader::open(folder.path());
        if (!reader) return true;
        const auto found = reader->verify();
        return !found || !found->sound();
    }
};

}  // namespace

TEST_CASE("a file that nobody has touched is sound", "[records]") {
    const File file;
    const Verified verified = file.verified();
    CHECK(verified.sound());
    CHECK(verified.entries == 18);
    CHECK(verified.head.serial == 18);
    CHECK(verified.head_file);
}

TEST_CASE("a change in any field of any row is found, and the row is named", "[records]") {
    const std::string change =
        GENERATE("meeting = meeting + 1", "unix_ms = unix_ms + 1",
                 "kind = CASE kind WHEN 'muted' THEN 'unmuted' ELSE 'muted' END", "kind = 'x'",
                 "box = box + 1", "box = 70000", "name = name || ' '", "who = who || 'x'",
                 "text = text || char(0)", "text = 'Đồng ý'", "room = room + 1", "room = -1",
                 "length_ms = length_ms - 1", "hash = zeroblob(32)", "hash = x'00'",
                 "name = CAST(x'C3' AS TEXT)");
    INFO(change);
    const File file;
    for (std::uint64_t serial = 1; serial <= 18; ++serial) {
        INFO(serial);
        const std::string where = " WHERE serial = " + std::to_string(serial);
        REQUIRE(tamper(file.folder.path(),
                       "CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM entries" + where +
                           "; DROP TABLE kept; CREATE TABLE kept AS "
                           "SELECT * FROM entries" +
                           where + "; UPDATE entries SET " + change + where));
        REQUIRE(tamper(file.folder.path(), "ALTER TABLE kept RENAME TO kept_away"));
        bool named = false;
        for (const ChainFault& fault : file.verified().faults) {
            named = named || (fault.first <= serial && fault.last >= serial);
        }
        CHECK(named);
        REQUIRE(tamper(file.folder.path(),
                       "DELETE FROM entries" + where +
                           "; INSERT INTO entries SELECT * FROM kept_away; DROP TABLE kept_away"));
        CHECK(file.verified().sound());
    }
}

TEST_CASE("every single bit of a row's bytes in the file counts", "[records]") {
    // Not by statements: byte by byte of the page that the rows are on.
    const File file;
    { REQUIRE(tamper(file.folder.path(), "PRAGMA wal_checkpoint(TRUNCATE)")); }
    const auto path = minutes_file(file.folder.path());
    std::string content;
    REQUIRE_FALSE(config::read_whole(path.string(), 1'000'000, content));
    const std::string needle = "ngập";
    const auto at = content.find(needle);
    REQUIRE(at != std::string::npos);
    // From the text back over the columns before it, and on over the hash behind it.
    for (std::size_t place = at - 30; place < at + 60; ++place) {
        std::string changed = content;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        REQUIRE_FALSE(config::write_whole(path.string(), changed, config::Existing::replace));
        INFO(place - at);
        CHECK(file.suspected());
    }
    REQUIRE_FALSE(config::write_whole(path.string(), content, config::Existing::replace));
    CHECK_FALSE(file.suspected());
}

TEST_CASE("rows that are missing, moved or made up are found", "[records]") {
    const auto [sql, words] = GENERATE(table<std::string, std::string>({
        {"DELETE FROM entries WHERE serial = 7", "is missing"},
        {"DELETE FROM entries WHERE serial = 1", "is missing"},
        {"DELETE FROM entries WHERE serial BETWEEN 5 AND 9", "are missing"},
        {"DELETE FROM entries", "are missing"},
        {"UPDATE entries SET serial = 100 WHERE serial = 9", "is missing"},
        {"UPDATE entries SET serial = 0 WHERE serial = 1", "was written before the first"},
        {"INSERT INTO entries SELECT 19, meeting, unix_ms, kind, box, name, who, text, room, "
         "length_ms, hash FROM entries WHERE serial = 18",
         "was changed"},
        {"UPDATE chain SET first_serial = 2", "was written before the first"},
        {"UPDATE chain SET head_serial = 17", "the end of the chain is not the one"},
        {"UPDATE chain SET head_hash = zeroblob(32)", "the end of the chain is not the one"},
        {"DROP INDEX meetings_opened", "the tables are not those that were made"},
        {"CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
         "the tables are not those that were made"},
    }));
    INFO(sql);
    const File file;
    REQUIRE(tamper(file.folder.path(), sql));
    std::string said;
    for (const ChainFault& fault : file.verified().faults)
        said += fault.what + "\n";
    CHECK_THAT(said, Catch::Matchers::ContainsSubstring(words));
}

TEST_CASE(
    "a tail that was cut off is found by the row of the chain, and with that by the head file",
    "[records]") {
    const File file;
    REQUIRE(tamper(file.folder.path(), "DELETE FROM entries WHERE serial > 15"));
    const auto cut = file.verified().faults;
    REQUIRE(cut.size() >= 1);
    CHECK(cut[0].first == 16);
    CHECK(cut[0].last == 18);
    // And by somebody who knows of the row.
    REQUIRE(tamper(file.folder.path(),
                   "UPDATE chain SET head_serial = 15, head_hash = (SELECT hash FROM entries WHERE "
                   "serial = 15)"));
    const auto neat = file.verified().faults;
    REQUIRE(neat.size() == 1);
    CHECK(neat[0].first == 16);
    CHECK(neat[0].last == 18);
    CHECK(file.verified().of(1, 17).size() == 1);
    CHECK(file.verified().of(1, 15).empty());
}

TEST_CASE("a chain that was written anew from a changed row on is found by the head file",
          "[records]") {
    const File file;
    auto changed = short_meeting();
    changed[14].text = "Không có việc gì";
    changed.push_back(entry(2000, EntryKind::lost, 3));
    const auto head = read_head_file(file.folder.path());
    REQUIRE(head);
    remove_file(file.folder.path());
    std::filesystem::remove(file.folder.path() / "minutes.head");
    {
        auto forged = Ledger::open(file.folder.path());
        REQUIRE(forged);
        REQUIRE(forged->append(placed(changed)));
    }
    CHECK(file.verified().sound());  // so far a chain reaches
    REQUIRE(write_head_file(file.folder.path(), *head));
    const auto faults = file.verified().faults;
    REQUIRE(faults.size() == 1);
    CHECK_THAT(faults[0].what, Catch::Matchers::ContainsSubstring("minutes.head"));
}

TEST_CASE("of very many faults the first are named, and the others counted", "[records]") {
    const tests::TemporaryFolder folder;
    std::vector<Entry> many(300, entry(0, EntryKind::note));
    {
        auto ledger = Ledger::open(folder.path());
        REQUIRE(ledger->append(placed(many)));
    }
    REQUIRE(tamper(folder.path(), "UPDATE entries SET text = 'x'"));
    auto reader = MinutesReader::open(folder.path());
    const auto found = reader->verify().value();
    CHECK(found.faults.size() == Verified::most_faults);
    CHECK(found.more_faults == 200);
}

}  // namespace giaoban::mixer::test
