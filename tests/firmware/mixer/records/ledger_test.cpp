#include "firmware/mixer/records/ledger.h"

#include <fstream>

#include "config/whole_file.h"
#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/firmware/mixer/records/tampered_file.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

void put(const std::filesystem::path& file, std::string_view content) {
    REQUIRE_FALSE(config::write_whole(file.string(), content, config::Existing::replace));
}

std::vector<StoredEntry> all_in(const std::filesystem::path& folder) {
    auto reader = MinutesReader::open(folder);
    REQUIRE(reader);
    CHECK(reader->verify().value().sound());
    return reader->since(0, 1000).value();
}

/// The first `count` of the short meeting, on the disk.
Ledger begun(const std::filesystem::path& folder, std::size_t count) {
    auto ledger = Ledger::open(folder);
    REQUIRE(ledger);
    const auto entries = placed(short_meeting());
    REQUIRE(ledger->append(std::span(entries).first(count)));
    return std::move(*ledger);
}

}  // namespace

TEST_CASE("what was written is read again by the next, and the meeting goes on", "[records]") {
    const tests::TemporaryFolder folder;
    const auto entries = placed(short_meeting());
    { CHECK(begun(folder.path() / "new" / "folder", 10).running().size() == 10); }
    auto next = Ledger::open(folder.path() / "new" / "folder");
    REQUIRE(next);
    CHECK(next->head().serial == 10);
    CHECK(next->running() == std::vector(entries.begin(), entries.begin() + 10));
    REQUIRE(next->append(std::span(entries).subspan(10)));
    CHECK(next->running().empty());
    CHECK(next->take_notices().empty());
    CHECK(all_in(folder.path() / "new" / "folder") == entries);
}

TEST_CASE("entries that are on the disk already are passed over", "[records]") {
    const tests::TemporaryFolder folder;
    const auto entries = placed(short_meeting());
    Ledger ledger = begun(folder.path(), 10);
    REQUIRE(ledger.append(entries));
    REQUIRE(ledger.append(entries));
    CHECK(all_in(folder.path()) == entries);
}

TEST_CASE("a file that is no database is set aside and told, and a new one goes on", "[records]") {
    const tests::TemporaryFolder folder;
    put(minutes_file(folder.path()), std::string(5000, 'x'));
    auto ledger = Ledger::open(folder.path());
    REQUIRE(ledger);
    const auto notices = ledger->take_notices();
    REQUIRE(notices.size() == 1);
    CHECK_THAT(notices[0], Catch::Matchers::ContainsSubstring("minutes.damaged-1.db"));
    CHECK(std::filesystem::file_size(folder.path() / "minutes.damaged-1.db") == 5000);
    REQUIRE(ledger->append(placed(short_meeting())));
    CHECK(all_in(folder.path()).size() == 17);
}

TEST_CASE("serials go on after a file that was damaged, so that no number of a meeting comes twice",
          "[records]") {
    const tests::TemporaryFolder folder;
    { begun(folder.path(), 17); }
    put(minutes_file(folder.path()), "not a database, whatever was there before");
    auto ledger = Ledger::open(folder.path());
    REQUIRE(ledger);
    CHECK(ledger->head().serial == 17);  // from the head file
    REQUIRE(ledger->append(placed(short_meeting(), 18)));
    const auto entries = all_in(folder.path());
    CHECK(entries.front().meeting == 18);
}

TEST_CASE("a page that is broken is found when the file is opened", "[records]") {
    const tests::TemporaryFolder folder;
    { begun(folder.path(), 17); }
    REQUIRE(tamper(folder.path(), "PRAGMA wal_checkpoint(TRUNCATE)"));
    std::string content;
    REQUIRE_FALSE(config::read_whole(minutes_file(folder.path()).string(), 1'000'000, content));
    // The second page's head: the root of `entries`.
    content.replace(4096, 64, 64, '\x7f');
    put(minutes_file(folder.path()), content);
    auto ledger = Ledger::open(folder.path());
    REQUIRE(ledger);
    CHECK(ledger->take_notices().size() == 1);
    CHECK(ledger->head().serial == 17);
}

TEST_CASE(
    "a file that breaks during a meeting is set aside, and the whole meeting is in the new one",
    "[records]") {
    const tests::TemporaryFolder folder;
    const auto entries = placed(short_meeting());
    Ledger ledger = begun(folder.path(), 10);
    {
        // Somebody writes over it: the log is gone, and so is the head of the file.
        std::fstream file(minutes_file(folder.path()));
        file << std::string(4096, 'x');
        std::filesystem::resize_file(folder.path() / "minutes.db-wal", 0);
        std::filesystem::resize_file(folder.path() / "minutes.db-shm", 0);
        std::filesystem::resize_file(folder.path() / "minutes.db-shm", 32768);
    }
    REQUIRE(ledger.append(std::span(entries).subspan(10)));
    const auto notices = ledger.take_notices();
    REQUIRE(notices.size() == 1);
    CHECK_THAT(notices[0], Catch::Matchers::ContainsSubstring("set aside"));
    CHECK(std::filesystem::exists(folder.path() / "minutes.damaged-1.db"));
    CHECK(all_in(folder.path()) == entries);
}

TEST_CASE("a file that was deleted or put elsewhere during a meeting is made anew with the meeting",
          "[records]") {
    const tests::TemporaryFolder folder;
    const auto entries = placed(short_meeting());
    Ledger ledger = begun(folder.path(), 10);
    std::filesystem::remove(minutes_file(folder.path()));
    REQUIRE(ledger.append(std::span(entries).subspan(10)));
    CHECK(ledger.take_notices().size() == 1);
    CHECK(all_in(folder.path()) == entries);
}

TEST_CASE("an older copy that was put in the file's place is noticed", "[records]") {
    const tests::TemporaryFolder folder;
    { begun(folder.path(), 10); }
    REQUIRE(tamper(folder.path(), "PRAGMA wal_checkpoint(TRUNCATE)"));
    const auto copy = folder.path() / "copy";
    std::filesystem::copy_file(minutes_file(folder.path()), copy);
    {
        auto ledger = Ledger::open(folder.path());
        REQUIRE(ledger->append(placed(short_meeting())));
    }
    remove_file(folder.path());
    std::filesystem::copy_file(copy, minutes_file(folder.path()));
    auto ledger = Ledger::open(folder.path());
    REQUIRE(ledger);
    const auto notices = ledger->take_notices();
    REQUIRE(notices.size() == 1);
    CHECK_THAT(notices[0], Catch::Matchers::ContainsSubstring("up to 10 are there"));
    REQUIRE(ledger->append(placed({entry(9000, EntryKind::note)}, 18)));
    auto reader = MinutesReader::open(folder.path());
    const auto faults = reader->verify().value().faults;
    REQUIRE_FALSE(faults.empty());
    CHECK(faults[0].first == 11);
    CHECK(faults[0].last == 17);
}

TEST_CASE("a folder that cannot be made is a trouble in words", "[records]") {
    const tests::TemporaryFolder folder;
    put(folder.path() / "file", "");
    const auto ledger = Ledger::open(folder.path() / "file" / "minutes");
    REQUIRE_FALSE(ledger);
    CHECK_THAT(ledger.error().what, Catch::Matchers::ContainsSubstring("cannot be made"));
}

}  // namespace giaoban::mixer::test
