#include "firmware/mixer/recording/recorder.h"

#include <mutex>

#include "tests/catch.h"
#include "tests/firmware/mixer/recording/recorded.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace giaoban::test;
using namespace std::chrono_literals;
using giaoban::tests::TemporaryFolder;
using Kind = RecordingNews::Kind;

namespace {

constexpr Instant start = Instant{} + 1h;
constexpr WallTime wall{1'763'884'800s};

}  // namespace

TEST_CASE("what goes in at the front is in the file, in order, when the recorder is gone",
          "[mixer][recording]") {
    const TemporaryFolder folder;
    std::mutex mutex;
    std::vector<Kind> news;
    {
        Recorder recorder({.folder = folder.path(), .tracks = true},
                          [&](const RecordingNews& told) {
                              const std::scoped_lock lock(mutex);
                              news.push_back(told.kind);
                          });
        REQUIRE(recorder.start(RecordingId{1}, "m1", "Giao ban", start, wall));
        REQUIRE(recorder.chapter(RecordingId{1}, "turn", start + 1s));
        for (unsigned i = 0; i < 100; ++i) {
            const Samples at = Samples{20ms} * i;
            const Instant now = start + std::chrono::floor<Duration>(at + Samples{20ms});
            recorder.mix(RecordingId{1}, 8, at, packet(i), now);
            recorder.talker(RecordingId{1}, BoxId{3}, "Xã", 960 * i, packet(i), now);
            recorder.mix(RecordingId{2}, 8, at, packet(i), now);  // is not on
        }
        REQUIRE(recorder.stop(RecordingId{1}, start + 3s));
    }
    CHECK(news == std::vector{Kind::started, Kind::stopped});
    const Recorded recorded(folder.path() / "m1.opus");
    CHECK(recorded.closed);
    CHECK(recorded.sounds.size() == 100);
    CHECK(recorded.length == 3020ms);
    CHECK(recorded.says("CHAPTER001=00:00:01.000"));
    CHECK(Recorded(folder.path() / "m1.tracks" / "box-3.opus").sounds.size() == 100);
}

TEST_CASE("while the disk stands still, what waits has a bound, and nobody waits for it",
          "[mixer][recording]") {
    const TemporaryFolder folder;
    std::mutex disk;
    std::unique_lock stands_still(disk);
    Recorder recorder(
        {.folder = folder.path()}, [](const RecordingNews&) {},
        [&](const std::filesystem::path&) {
            const std::scoped_lock lock(disk);
            return RecordingShelf::Space{};
        });
    REQUIRE(recorder.start(RecordingId{1}, "m1", "", start, wall));
    // Until the thread has taken the order, orders and packets wait in one basket; afterwards in another.
    const std::vector<std::byte> large(1'000, std::byte{0x48});
    for (int i = 0; i < 4'000; ++i)
        recorder.mix(RecordingId{1}, 8, Samples{20ms} * i, large, start);
    CHECK(recorder.overflows() >= 4'000 - 2 * 1'049);
    const auto before = recorder.overflows();
    for (unsigned i = 0; i < 40'000; ++i)
        recorder.mix(RecordingId{1}, 8, Samples{20ms} * i, packet(i), start);
    CHECK(recorder.overflows() > before);
    int orders = 0;
    while (orders < 5'000 && recorder.chapter(RecordingId{1}, "", start))
        ++orders;
    CHECK(orders <= 2 * 1'024);
    stands_still.unlock();
}
