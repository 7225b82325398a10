#include "firmware/mixer/records/schema.h"

#include <array>

#include "firmware/mixer/records/ledger.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/tampered_file.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

Database empty(const std::filesystem::path& folder) {
    return Database::open(minutes_file(folder), Database::Access::write).value();
}

}  // namespace

TEST_CASE("a file of any earlier version becomes as one that is made today", "[records]") {
    const tests::TemporaryFolder today;
    Database fresh = empty(today.path());
    REQUIRE(migrate(fresh));
    const std::string wanted = schema_text(fresh).value();
    CHECK_THAT(wanted, Catch::Matchers::ContainsSubstring("entries_by_meeting"));
    for (std::size_t version = 0; version < schema_steps().size(); ++version) {
        INFO(version);
        const tests::TemporaryFolder folder;
        Database old = empty(folder.path());
        REQUIRE(migrate(old, schema_steps().first(version)));
        REQUIRE(migrate(old));
        CHECK(schema_text(old).value() == wanted);
        REQUIRE(migrate(old));
        CHECK(check_version(old));
    }
}

TEST_CASE("a step that fails leaves the file as it was", "[records]") {
    const tests::TemporaryFolder folder;
    Database database = empty(folder.path());
    const std::array<const char*, 2> broken{"CREATE TABLE a (b)", "CREATE TABLE a (b)"};
    CHECK_FALSE(migrate(database, broken));
    CHECK(schema_text(database).value().empty());
    CHECK(migrate(database));
}

TEST_CASE("a file of a later version, or of another program, is left alone and told", "[records]") {
    const auto [sql, words] = GENERATE(table<std::string, std::string>({
        {"PRAGMA user_version = 99", "later version"},
        {"PRAGMA application_id = 5", "not a file of the minutes"},
    }));
    const tests::TemporaryFolder folder;
    { REQUIRE(Ledger::open(folder.path())); }
    REQUIRE(tamper(folder.path(), sql));
    const auto ledger = Ledger::open(folder.path());
    REQUIRE_FALSE(ledger);
    CHECK_THAT(ledger.error().what, Catch::Matchers::ContainsSubstring(words));
    const auto reader = MinutesReader::open(folder.path());
    REQUIRE_FALSE(reader);
    CHECK_THAT(reader.error().what, Catch::Matchers::ContainsSubstring(words));
}

}  // namespace giaoban::mixer::test
