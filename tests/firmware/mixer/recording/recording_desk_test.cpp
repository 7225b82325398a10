#include "firmware/mixer/recording/recording_desk.h"

#include "tests/catch.h"
#include "tests/firmware/mixer/recording/recorded.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace giaoban::test;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using giaoban::tests::TemporaryFolder;
using Kind = RecordingNews::Kind;

namespace {

constexpr Instant start = Instant{} + 5h;

struct Bench {
    TemporaryFolder folder;
    std::uint64_t free_percent = 50;
    std::vector<RecordingNews> news;
    RecordingDesk desk = make();

    RecordingDesk make() {
        return {{.folder = folder.path() / "recordings"},
                [this](const RecordingNews& told) { news.push_back(told); },
                [this](const std::filesystem::path&) {
                    return RecordingShelf::Space{.all = 100'000, .free = free_percent * 1'001};
                }};
    }
    void record(std::uint32_t id, const std::string& name, Instant now = start) {
        desk.start({.id = RecordingId{id},
                    .name = name,
                    .title = "t",
                    .now = now,
                    .unix_ms = 1'763'884'800'000 + id});
    }
    void speak(std::uint32_t id, Samples from, Samples until) {
        for (Samples at = from; at < until; at += Samples{20ms})
            desk.find(RecordingId{id})
                ->mix(8, at, packet(1), start + std::chrono::floor<Duration>(at + Samples{20ms}));
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const {
        return folder.path() / "recordings" / (name + ".opus");
    }
    [[nodiscard]] const RecordingNews& last() const { return news.back(); }
};

}  // namespace

TEST_CASE("at no moment is the disk more than 1 s behind what was said", "[mixer][recording]") {
    // Frames of the ladder's two ends; at the next period the file as it lies on the disk is looked at.
    const Samples frame = GENERATE(Samples{20ms}, Samples{120ms});
    Bench bench;
    bench.record(1, "m1");
    // SILK of 20 ms, or two frames of 60 ms.
    const std::vector<std::byte> sound{frame == Samples{20ms} ? std::byte{0x48} : std::byte{0x59},
                                       std::byte{1}, std::byte{2}};
    Samples worst{0};
    Instant next = start + RecordingDesk::period;
    for (Samples at{0}; at < Samples{20s}; at += frame) {
        const Instant whole = start + std::chrono::floor<Duration>(at + frame);
        while (next < whole) {
            const Samples on_disk = bench.desk.status().at(0).length;
            worst = std::max(worst, std::chrono::floor<Samples>(next - start) - on_disk);
            bench.desk.on_time(next);
            next += RecordingDesk::period;
        }
        bench.desk.find(RecordingId{1})->mix(3, at, sound, whole);
    }
    CHECK(worst <= 640ms);
    CHECK(worst > 300ms);
}

SCENARIO("recordings come and go", "[mixer][recording]") {
    Bench bench;
    GIVEN("two that are on") {
        bench.record(1, "m1");
        bench.record(2, "m1-room-2");
        CHECK(bench.last().kind == Kind::started);
        bench.speak(1, 0s, 1s);
        THEN("each has its own sound") {
            bench.desk.stop(RecordingId{2}, start + 1s);
            CHECK(bench.last().kind == Kind::stopped);
            bench.desk.stop_all(start + 1s);
            CHECK(Recorded(bench.file("m1")).sounds.size() == 50);
            CHECK(Recorded(bench.file("m1-room-2")).sounds.empty());
            CHECK(Recorded(bench.file("m1-room-2")).length == 1020ms);
            CHECK(bench.desk.status().empty());
            CHECK(bench.desk.find(RecordingId{1}) == nullptr);
        }
        THEN("the same is refused a second time, in words") {
            bench.record(3, "m1");
            CHECK(bench.last().kind == Kind::failed);
            CHECK(bench.last().words == "it is on already");
            bench.record(4, "../m1");
            CHECK_THAT(bench.last().words, ContainsSubstring("letters, digits"));
            CHECK(bench.desk.status().size() == 2);
        }
        THEN("what is switched off and on again is one file") {
            bench.desk.stop(RecordingId{1}, start + 1s);
            bench.record(9, "m1", start + 4s);
            CHECK(bench.last().kind == Kind::joined);
        }
    }
    GIVEN("one that a crash left open") {
        bench.record(1, "m1");
        bench.speak(1, 0s, 1s);
        bench.desk.on_time(start + 2s);
        Bench after;
        std::filesystem::copy(bench.folder.path(), after.folder.path(),
                              std::filesystem::copy_options::recursive);
        THEN("it is closed at the next start, once") {
            after.desk.repair();
            REQUIRE(after.news.size() == 1);
            CHECK(after.last().kind == Kind::repaired);
            CHECK(Recorded(after.file("m1")).closed);
            after.desk.repair();
            CHECK(after.news.size() == 1);
        }
    }
}

SCENARIO("a full disk stops recordings with words, and harms nobody", "[mixer][recording]") {
    Bench bench;
    bench.record(1, "m1");
    bench.speak(1, 0s, 1s);
    bench.desk.on_time(start + 1s);
    GIVEN("a disk that others have filled") {
        bench.free_percent = 4;
        bench.desk.on_time(start + 2s);
        CHECK(bench.desk.status().size() == 1);
        bench.desk.on_time(start + 1s + RecordingDesk::room_interval);
        THEN("the recording ends, whole, and says what to do") {
            CHECK(bench.desk.status().empty());
            CHECK(bench.last().kind == Kind::failed);
            CHECK_THAT(bench.last().words,
                       ContainsSubstring(
                           "the disk has 4 % free, and 10 % must stay free for the minutes"));
            const Recorded recorded(bench.file("m1"));
            CHECK(recorded.closed);
            CHECK(recorded.sounds.size() == 50);
        }
        AND_WHEN("another is to begin") {
            bench.record(2, "m2");
            THEN("it is refused, but the older one goes first") {
                REQUIRE(bench.news.size() >= 2);
                CHECK(bench.news[bench.news.size() - 2].kind == Kind::removed);
                CHECK(bench.last().kind == Kind::failed);
                CHECK_FALSE(std::filesystem::exists(bench.file("m2")));
            }
        }
    }
}

TEST_CASE("there is a most of recordings", "[mixer][recording]") {
    Bench bench;
    for (std::uint32_t i = 0; i <= RecordingDesk::most_recordings; ++i)
        bench.record(i, "m" + std::to_string(i));
    CHECK(bench.desk.status().size() == RecordingDesk::most_recordings);
    CHECK_THAT(bench.last().words, ContainsSubstring("which is the most"));
}
