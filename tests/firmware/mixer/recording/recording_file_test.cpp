#include "firmware/mixer/recording/recording_file.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>

#include "tests/catch.h"
#include "tests/firmware/mixer/recording/recorded.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace giaoban::test;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using giaoban::tests::TemporaryFolder;

namespace {

constexpr std::int64_t unix_ms = 1'763'884'800'000;
using Added = audio::OggOpusWriter::Added;

RecordingFile open(const std::filesystem::path& file) {
    auto opened =
        RecordingFile::open(file, {.title = "Giao ban", .artist = "", .unix_ms = unix_ms});
    if (!opened) FAIL(opened.error());
    return std::move(opened).value();
}

void add(RecordingFile& file, Samples from, Samples until) {
    for (Samples at = from; at < until; at += Samples{20ms})
        REQUIRE(file.add(at, packet(static_cast<unsigned>(at / Samples{20ms}))) == Added::taken);
}

}  // namespace

SCENARIO("a recording on disk", "[mixer][recording]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "inner" / "m1.opus";
    GIVEN("one that was closed") {
        {
            auto file = open(path);
            CHECK_FALSE(file.joined());
            file.chapter({.at = 500ms, .title = "Xã Hồng Thái"});
            add(file, 0s, 1s);
            REQUIRE(file.write());
            CHECK(file.durable() == 1s);
            CHECK(file.bytes() == bytes_of(path).size());
            file.chapter({.at = 1500ms, .title = "Xã\nTân Trào"});
            REQUIRE(file.close(3s));
        }
        const Recorded recorded(path);
        THEN("it is whole, as long as it was on, and has its chapters") {
            CHECK(recorded.whole);
            CHECK(recorded.closed);
            CHECK(recorded.length == 3020ms);
            CHECK(recorded.sounds.size() == 50);
            CHECK(recorded.says("CHAPTER001=00:00:00.500"));
            CHECK(recorded.says("CHAPTER001NAME=Xã Hồng Thái"));
            CHECK(recorded.says("CHAPTER002=00:00:01.500"));
            CHECK(recorded.says("CHAPTER002NAME=X??"));
            CHECK(recorded.says("TITLE=Giao ban"));
            CHECK(recorded.says("DATE=2025-11-23T08:00:00Z"));
            CHECK_FALSE(RecordingFile::repair(path).value());
        }
        WHEN("it is opened again, and closed") {
            {
                auto file = open(path);
                CHECK(file.joined());
                CHECK(file.end() == 3s);
                add(file, 10s, 11s);
                file.chapter({.at = 10s, .title = "again"});
                REQUIRE(file.close(0s));
            }
            THEN("it goes on where it ended, and has one end") {
                const Recorded again(path);
                CHECK(again.whole);
                CHECK(again.closed);
                CHECK(again.length == 11'020ms);
                CHECK(again.sounds.size() == 100);
                CHECK(again.sounds[50] == std::pair{Samples{10s}, 500U});
                CHECK(again.says("CHAPTER001=00:00:00.500"));
                CHECK(again.says("CHAPTER003NAME=again"));
            }
        }
    }
    GIVEN("one that nothing was said in") {
        {
            auto file = open(path);
            REQUIRE(file.close(0s));
        }
        CHECK(Recorded(path).length == 20ms);
        THEN("it can be opened again") {
            auto file = open(path);
            CHECK(file.end() == 0s);
        }
    }
    GIVEN("a file whose notes were taken away") {
        { auto file = open(path); }
        std::filesystem::remove(RecordingFile::notes_of(path));
        THEN("it is not touched") {
            const auto refused = RecordingFile::open(path, {});
            REQUIRE_FALSE(refused);
            CHECK_THAT(refused.error(), ContainsSubstring("its notes are not: move it away"));
        }
    }
    GIVEN("a folder that cannot be written") {
        const auto refused = RecordingFile::open("/proc/none/m1.opus", {});
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error(), ContainsSubstring("/proc/none/m1.notes"));
    }
}

TEST_CASE(
    "wherever a power cut ends the file, what lies before is repaired and the chapters are there",
    "[mixer][recording]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "m1.opus";
    {
        auto file = open(path);
        for (int second = 0; second < 5; ++second) {
            add(file, Samples{1s} * second, Samples{1s} * (second + 1));
            file.chapter({.at = Samples{1s} * second, .title = "turn"});
            REQUIRE(file.write());
        }
    }
    const auto file = bytes_of(path);
    const auto notes = bytes_of(RecordingFile::notes_of(path));
    const auto pages = read_pages(file);
    for (std::size_t cut = 0; cut <= file.size(); cut += cut < 65'000 ? 13'001 : 37) {
        const TemporaryFolder other;
        const auto copy = other.path() / "m1.opus";
        write_bytes(copy, Bytes(file).first(cut));
        write_bytes(RecordingFile::notes_of(copy), notes);
        REQUIRE(RecordingFile::repair(copy).value());
        const Recorded repaired(copy);
        Samples kept{0};
        for (std::size_t i = 2; i < pages.size(); ++i) {
            const auto end = i + 1 < pages.size() ? pages[i + 1].begin : file.size();
            if (end <= cut) kept = Samples{pages[i].granule};
        }
        INFO("cut at " << cut);
        CHECK(repaired.whole);
        CHECK(repaired.closed);
        CHECK(repaired.length == kept + Samples{20ms});
        CHECK(repaired.says("CHAPTER005NAME") == (kept >= Samples{4s}));
        CHECK_FALSE(RecordingFile::repair(copy).value());
    }
}

TEST_CASE("a header that was torn while it was written is made anew", "[mixer][recording]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "m1.opus";
    {
        auto file = open(path);
        file.chapter({.at = 0s, .title = "turn"});
        add(file, 0s, 1s);
        REQUIRE(file.write());
    }
    auto torn = bytes_of(path);
    std::fill(torn.begin() + 20, torn.begin() + 4'096, std::byte{0});
    write_bytes(path, torn);
    REQUIRE(RecordingFile::repair(path).value());
    const Recorded repaired(path);
    CHECK(repaired.whole);
    CHECK(repaired.length == 1020ms);
    CHECK(repaired.says("CHAPTER001NAME=turn"));
}

TEST_CASE("a disk that refuses is told in words, and what was written before stays",
          "[mixer][recording]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "m1.opus";
    auto file = open(path);
    add(file, 0s, 1s);
    REQUIRE(file.write());
    // A file that may not grow is as a disk that is full, for one process alone.
    std::signal(SIGXFSZ, SIG_IGN);
    ::rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const ::rlimit tight{.rlim_cur = file.bytes() + 100, .rlim_max = before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    add(file, 1s, 2s);
    const auto refused = file.write();
    const auto again = file.close(5s);
    ::setrlimit(RLIMIT_FSIZE, &before);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error(), ContainsSubstring("m1.opus: cannot be written: File too large"));
    CHECK_FALSE(again);
    CHECK(bytes_of(path).size() == file.bytes());
    CHECK(RecordingFile::repair(path).value());
    CHECK(Recorded(path).length == 1020ms);
}
