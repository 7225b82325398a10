#include "firmware/mixer/recording/recording.h"

#include "tests/catch.h"
#include "tests/firmware/mixer/recording/recorded.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace giaoban::test;
using namespace std::chrono_literals;
using giaoban::tests::TemporaryFolder;

namespace {

constexpr std::int64_t unix_ms = 1'763'884'800'000;
constexpr std::uint8_t wide = 8;

/// A meeting in virtual time: `at` counts from the start of the recording.
struct Bench {
    TemporaryFolder folder;
    Instant start = Instant{} + 5h;
    Samples media = Samples{7 * 120ms};  ///< the media clock then; frames of all rungs begin there

    [[nodiscard]] Recording open(bool tracks = false, std::int64_t later_ms = 0) const {
        auto opened = Recording::open({.id = RecordingId{1},
                                       .name = "m1",
                                       .title = "Giao ban",
                                       .now = start,
                                       .unix_ms = unix_ms + later_ms},
                                      {.folder = folder.path(), .tracks = tracks});
        if (!opened) FAIL(opened.error());
        return std::move(opened).value();
    }
    /// Sound that was spoken from then on, and sent 3 ms after it was.
    void speak(Recording& recording, Samples from, Samples until) const {
        for (Samples at = from; at < until; at += Samples{20ms}) {
            const auto number = static_cast<unsigned>(at / Samples{20ms});
            recording.mix(wide, media + at, packet(number), instant(at + Samples{23ms}));
        }
    }
    [[nodiscard]] Instant instant(Samples at) const {
        return start + std::chrono::floor<Duration>(at);
    }
    [[nodiscard]] Recorded recorded() const { return Recorded(folder.path() / "m1.opus"); }
};

bool near(Samples one, Samples other) { return std::chrono::abs(one - other) <= Samples{5ms}; }

}  // namespace

SCENARIO("the mix is recorded at the times at which it was heard", "[mixer][recording]") {
    const Bench bench;
    auto recording = bench.open();
    GIVEN("two turns with a pause between them, and turns as chapters") {
        recording.chapter("first", bench.instant(6s));
        bench.speak(recording, 6s, 8s);
        REQUIRE(recording.write(bench.instant(8s)));
        recording.chapter("second", bench.instant(70s));
        bench.speak(recording, 70s, 71s);
        REQUIRE(recording.close(bench.instant(75s)));
        const auto recorded = bench.recorded();
        THEN("each packet stands at its time, and the pause is as long as it was") {
            CHECK(recorded.whole);
            REQUIRE(recorded.sounds.size() == 150);
            for (const auto& [at, number] : recorded.sounds)
                CHECK(near(at, Samples{20ms} * number));
            CHECK(recorded.sounds[99].first - recorded.sounds[0].first == Samples{20ms} * 99);
            CHECK(near(recorded.length, 75'020ms));
            CHECK(recorded.says("CHAPTER001=00:00:06.000"));
            CHECK(recorded.says("CHAPTER002=00:01:10.000"));
            CHECK(recording.status().dropped == 0);
        }
    }
    GIVEN("the last words before a pause") {
        bench.speak(recording, 0s, 1s);
        THEN("they are on the disk soon, though nothing comes after them") {
            REQUIRE(recording.write(bench.instant(1100ms)));
            CHECK(recording.status().length < 1s);
            REQUIRE(recording.write(bench.instant(1300ms)));
            CHECK(recording.status().length >= 1s);
        }
    }
    GIVEN("a ring that lost some packets") {
        bench.speak(recording, 0s, 1s);
        bench.speak(recording, 1100ms, 2s);
        REQUIRE(recording.close(bench.instant(2s)));
        THEN("what comes after them is at its time") {
            const auto recorded = bench.recorded();
            REQUIRE(recorded.sounds.size() == 95);
            for (const auto& [at, number] : recorded.sounds)
                CHECK(near(at, Samples{20ms} * number));
        }
    }
}

SCENARIO("a recording is joined after a restart", "[mixer][recording]") {
    const Bench bench;
    {
        auto recording = bench.open();
        recording.chapter("before", bench.instant(0s));
        bench.speak(recording, 0s, 2s);
        REQUIRE(recording.write(bench.instant(2s)));
        // And then the power went: nothing is closed.
    }
    Bench after{.folder = {}, .start = Instant{} + 20s, .media = Samples{0}};
    const auto join = [&](std::int64_t later_ms) {
        after.start = Instant{} + 20s;
        auto opened = Recording::open({.id = RecordingId{2},
                                       .name = "m1",
                                       .title = "x",
                                       .now = after.start,
                                       .unix_ms = unix_ms + later_ms},
                                      {.folder = bench.folder.path()});
        REQUIRE(opened);
        CHECK(opened->joined());
        return std::move(opened).value();
    };
    GIVEN("a minute later by the wall clock") {
        auto recording = join(60'000);
        recording.chapter("after", after.instant(1s));
        after.speak(recording, 1s, 2s);
        REQUIRE(recording.close(after.instant(2s)));
        THEN("what is said stands a minute later") {
            const auto recorded = bench.recorded();
            CHECK(recorded.whole);
            REQUIRE(recorded.sounds.size() > 100);
            CHECK(near(recorded.sounds.back().first, 61'980ms));
            CHECK(recorded.says("CHAPTER001NAME=before"));
            CHECK(recorded.says("CHAPTER002=00:01:01.000"));
            CHECK(recorded.says("TITLE=Giao ban"));
        }
    }
    GIVEN("a wall clock that has jumped") {
        const std::int64_t later = GENERATE(-1'000'000'000LL, 0LL, 100LL * 24 * 3600 * 1000);
        auto recording = join(later);
        after.speak(recording, 0s, 1s);
        REQUIRE(recording.close(after.instant(1s)));
        THEN("it goes on at once") {
            const auto recorded = bench.recorded();
            CHECK(recorded.whole);
            CHECK(recorded.length < 3500ms);
            CHECK(recorded.sounds.size() >= 140);
        }
    }
}

SCENARIO("one track a speaker beside the mix", "[mixer][recording]") {
    const Bench bench;
    auto recording = bench.open(true);
    const auto say = [&](BoxId box, const std::string& name, std::uint32_t clock, Samples from,
                         Samples until, unsigned lost) {
        for (Samples at = from; at < until; at += Samples{20ms}) {
            const auto number = static_cast<unsigned>(at / Samples{20ms});
            if (number == lost) continue;
            recording.talker(box, name, clock + static_cast<std::uint32_t>(at.count()),
                             packet(number), bench.instant(at + Samples{60ms}));
            REQUIRE(recording.write(bench.instant(at + Samples{60ms})));
        }
    };
    GIVEN("two boxes speak after one another, each with a clock of its own, and a packet is lost") {
        say(BoxId{7}, "Xã Hồng Thái", 0xFFFF'0000U, 1s, 3s, 100);
        say(BoxId{9}, "Xã Tân Trào", 12'345, 5s, 6s, 0);
        say(BoxId{7}, "Xã Hồng Thái", 0x1234'5678U, 8s, 9s, 0);
        REQUIRE(recording.close(bench.instant(10s)));
        THEN("each file has its own at the time of the meeting") {
            const Recorded one(bench.folder.path() / "m1.tracks" / "box-7.opus");
            CHECK(one.whole);
            CHECK(one.closed);
            CHECK(one.says("ARTIST=Xã Hồng Thái"));
            REQUIRE(one.sounds.size() == 149);
            for (const auto& [at, number] : one.sounds)
                CHECK(near(at, Samples{20ms} * number + Samples{40ms}));
            const Recorded other(bench.folder.path() / "m1.tracks" / "box-9.opus");
            REQUIRE(other.sounds.size() == 50);
            CHECK(near(other.sounds[0].first, 5040ms));
        }
    }
    GIVEN("a box whose packets are no Opus") {
        recording.talker(BoxId{7}, "x", 0, std::vector<std::byte>(3, std::byte{0xFF}),
                         bench.instant(1s));
        THEN("it has no track") {
            CHECK_FALSE(std::filesystem::exists(bench.folder.path() / "m1.tracks"));
        }
    }
    GIVEN("a folder in which no track can be made") {
        write_bytes(bench.folder.path() / "m1.tracks", {});
        recording.talker(BoxId{7}, "x", 0, packet(1), bench.instant(1s));
        bench.speak(recording, 0s, 1s);
        THEN("that is told once, and the mix goes on") {
            REQUIRE(recording.write(bench.instant(1s)));
            CHECK(recording.take_track_trouble());
            CHECK_FALSE(recording.take_track_trouble());
            recording.talker(BoxId{7}, "x", 0, packet(1), bench.instant(1s));
            REQUIRE(recording.close(bench.instant(1s)));
            CHECK_FALSE(recording.take_track_trouble());
            CHECK(bench.recorded().sounds.size() == 50);
        }
    }
}
