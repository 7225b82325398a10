#include "firmware/mixer/records/minutes.h"

#include <signal.h>
#include <sys/resource.h>

#include <atomic>

#include "config/whole_file.h"
#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/heard.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

constexpr Minutes::Pause soon{Milliseconds{1}, Milliseconds{4}};

/// As if the disk were full: no file grows beyond that, until it goes.
class NoFileGrowsBeyond {
  public:
    explicit NoFileGrowsBeyond(rlim_t bytes) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    NoFileGrowsBeyond(const NoFileGrowsBeyond&) = delete;
    NoFileGrowsBeyond& operator=(const NoFileGrowsBeyond&) = delete;
    ~NoFileGrowsBeyond() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

}  // namespace

SCENARIO("entries are told when they are on the disk, and not before", "[records]") {
    const tests::TemporaryFolder folder;
    GIVEN("minutes in an empty folder") {
        Heard heard;
        Minutes minutes(folder.path(), heard.news());
        WHEN("a meeting is held") {
            std::uint64_t last = 0;
            for (const Entry& one : short_meeting())
                last = minutes.append(one);
            heard.wait_durable(last);
            THEN("it is there, in one chain, in fewer groups than entries or as many") {
                auto reader = MinutesReader::open(folder.path()).value();
                CHECK(reader.since(0, 100).value() == placed(short_meeting()));
                CHECK(reader.verify().value().sound());
                const auto counts = minutes.counts();
                CHECK(counts.taken == 17);
                CHECK(counts.durable == 17);
                CHECK(counts.refused == 0);
                CHECK(counts.waiting == 0);
                CHECK(counts.groups <= 17);
                CHECK(minutes.trouble().empty());
            }
        }
    }
}

TEST_CASE("what waits is written before the minutes go", "[records]") {
    const tests::TemporaryFolder folder;
    {
        Minutes minutes(folder.path(), [](std::uint64_t) {});
        for (int i = 0; i < 1000; ++i)
            CHECK(minutes.append(entry(i, EntryKind::note)) != 0);
    }
    CHECK(MinutesReader::open(folder.path())->since(0, 2000).value().size() == 1000);
}

TEST_CASE("after a restart the meeting that was open is told, and goes on", "[records]") {
    const tests::TemporaryFolder folder;
    auto entries = short_meeting();
    const Entry closing = entries.back();
    entries.pop_back();
    {
        Minutes minutes(folder.path(), MinutesNews{});
        CHECK_FALSE(minutes.open_meeting());
        for (const Entry& one : entries)
            CHECK(minutes.append(one) != 0);
    }
    Heard heard;
    Minutes minutes(folder.path(), heard.news());
    REQUIRE(minutes.open_meeting());
    CHECK(minutes.open_meeting()->id == 1);
    CHECK(minutes.open_meeting()->title == "Giao ban tuần 47");
    CHECK(minutes.open_meeting()->since_unix_ms == eight_o_clock);
    CHECK(minutes.append(closing) == 17);
    CHECK_FALSE(minutes.open_meeting());
    CHECK(minutes.append(entry(3000, EntryKind::meeting_opened, 0, "Hai")) == 18);
    CHECK(minutes.open_meeting()->id == 18);
    heard.wait_durable(18);
    auto reader = MinutesReader::open(folder.path()).value();
    CHECK(reader.meeting(1).value().entries.size() == 17);
    CHECK(reader.verify().value().sound());
}

SCENARIO("a disk that takes nothing more is told, and holds up nobody", "[records]") {
    const tests::TemporaryFolder folder;
    Heard heard;
    Minutes minutes(folder.path(), heard.news(), soon);
    heard.wait_durable(minutes.append(entry(0, EntryKind::meeting_opened, 0, "Đầy đĩa")));
    std::uint64_t last = 0;
    std::uint64_t refused = 0;
    {
        const NoFileGrowsBeyond limit(64 * 1024);
        // More than there is room for, in the queue as on the disk. append() comes back from each.
        Entry one = entry(1, EntryKind::note);
        one.text = std::string(400, 'x');
        for (std::size_t i = 0; i < 3 * Minutes::most_waiting; ++i) {
            const std::uint64_t serial = minutes.append(one);
            if (serial == 0) ++refused;
            if (serial != 0) last = serial;
        }
        const std::string words = heard.wait_trouble();
        CHECK_THAT(words, Catch::Matchers::ContainsSubstring("minutes.db"));
        CHECK(minutes.trouble() == words);
        CHECK(minutes.counts().durable < last);
        CHECK(minutes.counts().waiting <= Minutes::most_waiting);
        CHECK(refused > 0);
        CHECK(minutes.counts().refused == refused);
    }
    // There is room again.
    heard.wait_durable(last);
    CHECK(heard.trouble().empty());
    auto reader = MinutesReader::open(folder.path()).value();
    CHECK(reader.since(0, 100'000).value().size() == last);
    CHECK(reader.verify().value().sound());
}

TEST_CASE("a folder that cannot be written yet is told, and tried again until it can",
          "[records]") {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "minutes";
    REQUIRE_FALSE(config::write_whole(path.string(), "in the way", config::Existing::refuse));
    Heard heard;
    Minutes minutes(path, heard.news(), soon);
    CHECK_THAT(heard.wait_trouble(), Catch::Matchers::ContainsSubstring("cannot be made"));
    CHECK(minutes.append(entry(0, EntryKind::note)) == 0);
    CHECK(minutes.counts().refused == 1);
    std::filesystem::remove(path);
    std::uint64_t serial = 0;
    while (serial == 0)
        serial = minutes.append(entry(1, EntryKind::note));
    heard.wait_durable(serial);
    CHECK(heard.trouble().empty());
}

TEST_CASE(
    "a file that is damaged during a meeting is set aside and told, and nothing shown is lost",
    "[records]") {
    const tests::TemporaryFolder folder;
    Heard heard;
    Minutes minutes(folder.path(), heard.news(), soon);
    const auto entries = short_meeting();
    for (std::size_t i = 0; i + 1 < entries.size(); ++i)
        heard.wait_durable(minutes.append(entries[i]));
    std::filesystem::remove(minutes_file(folder.path()));
    heard.wait_durable(minutes.append(entries.back()));
    CHECK(heard.notices().size() == 1);
    auto reader = MinutesReader::open(folder.path()).value();
    CHECK(reader.since(0, 100).value() == placed(entries));
    CHECK(reader.verify().value().sound());
}

TEST_CASE("many threads may append at once, and each entry has a serial of its own", "[records]") {
    const tests::TemporaryFolder folder;
    {
        Minutes minutes(folder.path(), MinutesNews{});
        std::vector<std::thread> threads;
        std::atomic<std::uint64_t> sum{0};
        for (unsigned box = 1; box <= 4; ++box) {
            threads.emplace_back([&minutes, &sum, box] {
                for (int i = 0; i < 500; ++i)
                    sum += minutes.append(entry(i, EntryKind::asked, box));
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        CHECK(sum == 2000ULL * 2001 / 2);
    }
    CHECK(MinutesReader::open(folder.path())->verify().value().entries == 2000);
}

}  // namespace giaoban::mixer::test
