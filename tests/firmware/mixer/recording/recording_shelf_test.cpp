#include "firmware/mixer/recording/recording_shelf.h"

#include <fstream>

#include "firmware/mixer/recording/recording_file.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/recording/recorded.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace giaoban::test;
using giaoban::tests::TemporaryFolder;

namespace {

/// A disk on which each recording takes 10 % and something else the rest.
struct Bench {
    TemporaryFolder folder;
    std::uint64_t others = 55;

    [[nodiscard]] RecordingShelf shelf() const {
        return RecordingShelf(folder.path(), [this](const std::filesystem::path&) {
            std::uint64_t used = others;
            for (const auto& each : std::filesystem::directory_iterator(folder.path()))
                used += each.path().extension() == ".opus" ? 10U : 0U;
            return RecordingShelf::Space{.all = 1'000'000,
                                         .free = used > 100 ? 0 : (100 - used) * 10'000};
        });
    }
    void record(const std::string& name, std::int64_t unix_ms, bool closed = true) const {
        auto file = RecordingFile::open(folder.path() / (name + ".opus"),
                                        {.title = "of " + name, .artist = "", .unix_ms = unix_ms});
        REQUIRE(file);
        if (closed) REQUIRE(file->close(Samples{0}));
    }
    [[nodiscard]] bool has(const std::string& file) const {
        return std::filesystem::exists(folder.path() / file);
    }
};

using Names = std::vector<std::string>;

}  // namespace

SCENARIO(
    "the oldest recordings go first, and never what is pinned, in use, open, or not a recording",
    "[mixer][recording]") {
    const Bench bench;
    const auto shelf = bench.shelf();
    bench.record("c", 3'000);
    bench.record("a", 1'000);
    bench.record("b", 2'000);
    GIVEN("a disk with room") {
        const auto room = shelf.make_room(10, {});
        CHECK(room.is_enough);
        CHECK(room.removed.empty());
        CHECK(room.free_percent == 14);  // rounded down
    }
    GIVEN("a disk that is one too full") {
        const auto room = shelf.make_room(20, {});
        THEN("the oldest goes, with all that is its own") {
            CHECK(room.is_enough);
            CHECK(room.removed == Names{"a"});
            CHECK_FALSE(bench.has("a.opus"));
            CHECK_FALSE(bench.has("a.notes"));
            CHECK(shelf.list().size() == 2);
        }
    }
    GIVEN("the oldest is pinned, the next is on") {
        REQUIRE(shelf.pin("a", true));
        const Names on{"b"};
        const auto room = shelf.make_room(20, on);
        THEN("the next after these goes") {
            CHECK(room.removed == Names{"c"});
            CHECK(room.is_enough);
        }
        AND_WHEN("it is not pinned any more") {
            REQUIRE(shelf.pin("a", false));
            CHECK(shelf.make_room(30, on).removed == Names{"a"});
        }
    }
    GIVEN("other things in the folder, and one that is open") {
        std::ofstream(bench.folder.path() / "minutes.db") << "the minutes";
        std::ofstream(bench.folder.path() / "song.opus") << "somebody's music";
        bench.record("open", 1, false);
        const auto room = shelf.make_room(100, {});
        THEN("they stay, and it is said that there is no room") {
            CHECK_FALSE(room.is_enough);
            CHECK(room.removed == Names{"a", "b", "c"});
            CHECK(bench.has("minutes.db"));
            CHECK(bench.has("song.opus"));
            CHECK(bench.has("open.opus"));
        }
    }
}

TEST_CASE("a list has what there is, with tracks, the oldest first", "[mixer][recording]") {
    const Bench bench;
    const auto shelf = bench.shelf();
    bench.record("late", 2'000);
    bench.record("early", 1'000);
    {
        auto track = RecordingFile::open(bench.folder.path() / "early.tracks" / "box-7.opus",
                                         {.title = "", .artist = "", .unix_ms = 1'000});
        REQUIRE(track);
    }
    const auto list = shelf.list();
    REQUIRE(list.size() == 2);
    CHECK(list[0].name == "early");
    CHECK(list[0].title == "of early");
    CHECK(list[0].started_unix_ms == 1'000);
    CHECK(list[0].bytes == list[1].bytes + 65'353);
    CHECK(list[0].closed);
    CHECK_FALSE(list[0].pinned);
    CHECK(shelf.left_open() == std::vector{bench.folder.path() / "early.tracks" / "box-7.opus"});
    CHECK(shelf.make_room(100, {}).removed == Names{"early", "late"});
    CHECK_FALSE(bench.has("early.tracks"));
}

TEST_CASE("no name leads out of the folder", "[mixer][recording]") {
    const Bench bench;
    for (const char* name : {"", ".", "..", "../x", "a/b", "a.b", "a b", "\xe1\xba\xbf"}) {
        CHECK_FALSE(RecordingShelf::is_name(name));
        CHECK_FALSE(bench.shelf().pin(name, true));
    }
    CHECK(RecordingShelf::is_name("2026-11-23_room-2"));
    CHECK(RecordingShelf::is_name(std::string(64, 'a')));
    CHECK_FALSE(RecordingShelf::is_name(std::string(65, 'a')));
    CHECK_FALSE(bench.shelf().pin("nothing", true));
    CHECK(RecordingShelf(bench.folder.path() / "none").list().empty());
}

TEST_CASE("a real disk says how much of it is free", "[mixer][recording]") {
    const TemporaryFolder folder;
    const auto space = RecordingShelf::space_of(folder.path());
    CHECK(space.all > 0);
    CHECK(space.free <= space.all);
    CHECK(RecordingShelf::space_of(folder.path() / "none").all == 0);
}
