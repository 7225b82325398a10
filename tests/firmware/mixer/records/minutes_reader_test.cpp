#include "firmware/mixer/records/minutes_reader.h"

#include "config/whole_file.h"
#include "firmware/mixer/records/ledger.h"
#include "firmware/mixer/records/minutes_files.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/firmware/mixer/records/tampered_file.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

SCENARIO("the minutes are read while they are written", "[records]") {
    GIVEN("a file with one meeting, and a second one running") {
        const tests::TemporaryFolder folder;
        auto ledger = Ledger::open(folder.path()).value();
        auto entries = short_meeting();
        entries.push_back(entry(4000, EntryKind::lost, 3));
        entries.push_back(entry(5000, EntryKind::meeting_opened, 0, "Họp đột xuất"));
        REQUIRE(ledger.append(placed(entries)));
        auto reader = MinutesReader::open(folder.path()).value();
        THEN("the meetings are listed, the newest first") {
            const auto meetings = reader.meetings().value();
            REQUIRE(meetings.size() == 2);
            CHECK(meetings[0].id == 19);
            CHECK_FALSE(meetings[0].closed_ms);
            CHECK(meetings[1].title == "Giao ban tuần 47");
            CHECK(meetings[1].closed_ms == eight_o_clock + 1'800'000);
            CHECK(reader.meetings(1).value().size() == 1);
        }
        THEN("what is written later is seen at once") {
            auto later = placed({entry(5001, EntryKind::joined, 2, "member")}, 20);
            later[0].meeting = 19;
            REQUIRE(ledger.append(later));
            CHECK(reader.since(19, 10).value() == later);
            CHECK(reader.meeting(19).value().entries.size() == 2);
            CHECK(reader.verify().value().sound());
        }
        THEN("entries between meetings are of none, and a meeting that is not there is told") {
            CHECK(reader.meeting(1).value().entries.size() == 17);
            CHECK(reader.since(17, 1).value().front().meeting == 0);
            for (const std::uint64_t none : {0U, 2U, 500U}) {
                const auto missing = reader.meeting(none);
                REQUIRE_FALSE(missing);
                CHECK_THAT(missing.error().what,
                           Catch::Matchers::ContainsSubstring("there is no meeting"));
            }
        }
        THEN("the meetings of a time are those that were opened in it") {
            const auto early =
                reader.opened_between(eight_o_clock, eight_o_clock + 5'000'000).value();
            REQUIRE(early.size() == 1);
            CHECK(early[0].meeting.id == 1);
            CHECK(early[0].hash.size() == 64);
            CHECK(reader.opened_between(0, INT64_MAX).value()[1].meeting.id == 19);
        }
        THEN("the reader cannot change anything") {
            auto database =
                Database::open(minutes_file(folder.path()), Database::Access::read).value();
            CHECK_FALSE(database.run("DELETE FROM entries"));
        }
        WHEN("the log was never taken into the file, and the writer is gone") {
            ledger = Ledger::open(folder.path() / "elsewhere").value();
            THEN("all is still read") { CHECK(reader.meetings().value().size() == 2); }
        }
    }
}

TEST_CASE("a folder without minutes, and a file that is none, are told", "[records]") {
    const tests::TemporaryFolder folder;
    const auto none = MinutesReader::open(folder.path());
    REQUIRE_FALSE(none);
    CHECK_THAT(none.error().what, Catch::Matchers::ContainsSubstring("there are no minutes here"));
    REQUIRE_FALSE(config::write_whole((folder.path() / "x.db").string(), std::string(4096, 'x'),
                                      config::Existing::refuse));
    const auto no_file = MinutesReader::open(folder.path() / "x.db");
    REQUIRE_FALSE(no_file);
    CHECK(no_file.error().kind == RecordTrouble::Kind::damaged);
}

TEST_CASE("a file that was set aside can be read by its own name", "[records]") {
    const tests::TemporaryFolder folder;
    {
        auto ledger = Ledger::open(folder.path()).value();
        REQUIRE(ledger.append(placed(short_meeting())));
    }
    const auto aside = set_aside(folder.path()).value();
    auto reader = MinutesReader::open(aside);
    REQUIRE(reader);
    CHECK(reader->meetings().value().size() == 1);
    CHECK_FALSE(reader->verify().value().head_file);
}

}  // namespace giaoban::mixer::test
