#include "audio/mix/bridge.h"

#include <algorithm>

#include "tests/audio/mix/bridge_bench.h"
#include "tests/audio/mix/tones.h"
#include "tests/catch.h"

namespace giaoban::audio {

namespace {

constexpr SampleRate rate = SampleRate::hz16000;
// Each fits into a second a whole number of times.
constexpr Tone voice_a{440.0, 9'000.0};
constexpr Tone voice_b{555.0, 9'000.0};
constexpr Tone voice_c{710.0, 9'000.0};

// The amplitude of a tone in the last second of a sound.
double loudness(const std::vector<std::int16_t>& sound, double hz, std::size_t before_end = 4'000) {
    const auto second =
        std::span<const std::int16_t>(sound).subspan(sound.size() - 16'000 - before_end, 16'000);
    return amplitude(second, hz, rate);
}

int largest_step(std::span<const std::int16_t> sound) {
    int most = 0;
    for (std::size_t i = 1; i < sound.size(); ++i) {
        most = std::max(most, std::abs(sound[i] - sound[i - 1]));
    }
    return most;
}

bool is_silent(std::span<const std::int16_t> sound) {
    return std::all_of(sound.begin(), sound.end(), [](auto s) { return s == 0; });
}

/// Looks at all packets on one rung: which bear the number 7, and what they tell.
class RenewalBench final : public BridgeSink {
  public:
    explicit RenewalBench(RungIndex the_rung)
        : rung(the_rung),
          bridge(
              BridgeBench::settings(), rungs(),
              [](SampleRate r) { return std::make_unique<ToneDecoder>(r); },
              [this](const EncoderSettings& s) {
                  return std::make_unique<RecordingEncoder>(s, recordings, redundancy);
              }) {
        bridge.uses(rung, true);
    }

    static std::vector<Bridge::RungSettings> rungs() {
        auto all = BridgeBench::rungs();
        for (auto& each : all)
            each.encoder.dred_reach = std::chrono::seconds(1);
        return all;
    }
    void speak(BoxId box, Tone tone) {
        talker_ = box;
        tone_ = tone;
    }
    void run(int ticks) {
        for (int i = 0; i < ticks; ++i) {
            const ToneFrame frame{tone_.hz, tone_.peak, at_};
            EncodedPacket packet;
            packet.seq = seq_++;
            packet.timestamp = at_ * 3;
            packet.size = sizeof frame;
            std::memcpy(packet.data.data(), &frame, sizeof frame);
            bridge.insert(talker_, packet, now_);
            bridge.tick(now_, *this);
            at_ += 320;
            now_ += std::chrono::milliseconds(20);
            ++elapsed;
        }
    }
    void encoded(const MixPacket& packet) noexcept override {
        if (packet.rung != rung || packet.only != no_box) return;
        if (newest_end_ != 0 && packet.tick != newest_end_) ++gaps;
        std::uint64_t number = 0;
        std::memcpy(&number, packet.payload.data(), sizeof number);
        newest_end_ = packet.tick + static_cast<std::int64_t>(recordings[number].size() / 320);
        if (packet.generation != 7) return;
        if (renewed++ == 0) earliest = packet.tick;
        const std::size_t known = redundancy[number].size() / 320;
        if (packet.tick - static_cast<std::int64_t>(known) < earliest) ++told_of_before;
    }

    Recordings recordings;
    Recordings redundancy;
    RungIndex rung;
    Bridge bridge;
    int elapsed = 0;
    int mark = 0;
    int renewed = 0;
    int told_of_before = 0;
    int gaps = 0;
    std::int64_t earliest = 0;

  private:
    BoxId talker_{};
    Tone tone_{};
    Instant now_ = Instant{} + std::chrono::hours(1);
    std::int64_t newest_end_ = 0;
    std::uint32_t at_ = 0;
    std::uint16_t seq_ = 0;
};

}  // namespace

SCENARIO("everybody hears all talkers, and no talker hears itself", "[audio][mix]") {
    for (const RungIndex rung : {short_frames, long_frames}) {
        GIVEN("three talkers and a listener on rung " + std::to_string(static_cast<int>(rung))) {
            BridgeBench bench;
            bench.bridge.uses(rung, true);
            bench.speak(a, voice_a);
            bench.speak(b, voice_b);
            bench.speak(c, voice_c);
            for (const BoxId box : {a, b, c}) {
                CHECK(bench.bridge.open(box, rung) == Bridge::Opened::opened);
            }
            bench.run(120);
            THEN("the listener hears all three at their level") {
                const auto sound = bench.sound_of(listener, rung);
                for (const Tone& tone : {voice_a, voice_b, voice_c}) {
                    CHECK(loudness(sound, tone.hz) == Approx(tone.peak).epsilon(0.02));
                }
            }
            THEN("each talker hears the other two, and of itself nothing") {
                const std::array<Tone, 3> tones{voice_a, voice_b, voice_c};
                const std::array<BoxId, 3> boxes{a, b, c};
                for (std::size_t i = 0; i < 3; ++i) {
                    const auto sound = bench.sound_of(boxes[i], rung);
                    for (std::size_t j = 0; j < 3; ++j) {
                        const double level = loudness(sound, tones[j].hz);
                        if (i == j) CHECK(level < 1.0);
                        if (i != j) CHECK(level == Approx(9'000.0).epsilon(0.02));
                    }
                }
            }
            THEN("timestamps are 960 a tick, without a gap, and one marker begins the stream") {
                const auto& inbox = bench.inbox(listener, rung);
                REQUIRE(inbox.size() > 15);
                for (std::size_t i = 1; i < inbox.size(); ++i) {
                    CHECK(inbox[i].timestamp - inbox[i - 1].timestamp == inbox[i].sound.size() * 3);
                    CHECK_FALSE(inbox[i].marker);
                }
                CHECK(inbox[0].marker);
            }
        }
    }
}

SCENARIO("a box never hears itself, to the sample, while the floor goes from hand to hand",
         "[audio][mix]") {
    GIVEN("two boxes of constant sound who speak by turns, on frames that begin at other times") {
        for (const RungIndex rung : {short_frames, long_frames}) {
            for (int offset = 0; offset < 6; ++offset) {
                BridgeBench bench;
                bench.bridge.uses(rung, true);
                bench.run(offset);
                bool silent = true;
                // Alone in turn: whatever a box hears while only it has spoken is its own voice.
                for (int turn = 0; turn < 3; ++turn) {
                    (void)bench.bridge.open(a, rung);
                    bench.speak(a, {0.0, 1'000.0});
                    bench.run(37);
                    bench.bridge.close(a, turn == 1 ? Closing::now : Closing::drain);
                    bench.run(turn == 2 ? 1 : 40);
                    bench.fall_silent(a);
                    bench.run(turn == 1 ? 1 : 80);
                }
                bench.run(100);
                for (const auto& heard : bench.inbox(a, rung))
                    silent &= is_silent(heard.sound);
                CHECK(silent);
                CHECK_FALSE(is_silent(bench.sound_of(listener, rung)));
                CHECK(bench.bridge.resting());
            }
        }
    }
}

SCENARIO("a box does not hear itself from the redundancy of a packet either", "[audio][mix]") {
    GIVEN("one box speaks and gives up the floor, and another speaks, at once or after a pause") {
        for (const RungIndex rung : {short_frames, long_frames}) {
            for (const int pause : {0, 7, 40, 120}) {
                BridgeBench bench;
                bench.bridge.uses(rung, true);
                (void)bench.bridge.open(a, rung);
                bench.speak(a, {0.0, 5'000.0});
                bench.run(100);
                bench.bridge.close(a, Closing::drain);
                bench.fall_silent(a);
                bench.run(pause);
                (void)bench.bridge.open(b, rung);
                bench.speak(b, {0.0, 200.0});
                bench.run(200);
                std::int16_t most = 0;
                std::int16_t most_redundant = 0;
                for (const auto& heard : bench.inbox(a, rung)) {
                    for (const auto sample : heard.sound)
                        most = std::max(most, sample);
                    for (const auto sample : heard.before) {
                        most_redundant = std::max(most_redundant, sample);
                    }
                }
                CHECK(most == 200);
                CHECK(most_redundant == 200);
            }
        }
    }
}

SCENARIO("redundancy does not tell after a pause what was said before it", "[audio][mix]") {
    GIVEN("a talker who speaks, pauses for three seconds, and speaks again") {
        BridgeBench bench;
        bench.bridge.uses(short_frames, true);
        (void)bench.bridge.open(a, short_frames);
        bench.speak(a, {0.0, 5'000.0});
        bench.run(100);
        bench.fall_silent(a);
        bench.run(150);
        bench.speak(a, {0.0, 200.0});
        bench.run(50);
        const auto& inbox = bench.inbox(listener, short_frames);
        const auto again = std::find_if(inbox.begin() + 1, inbox.end(),
                                        [](const auto& heard) { return heard.marker; });
        REQUIRE(again != inbox.end());
        for (auto heard = again; heard != inbox.end(); ++heard) {
            CHECK(std::none_of(heard->before.begin(), heard->before.end(),
                               [](auto sample) { return sample > 200; }));
        }
    }
}

SCENARIO("a talker who is alone is sent nothing, and costs no encoder of its own", "[audio][mix]") {
    GIVEN("one talker and no listener") {
        BridgeBench bench;
        (void)bench.bridge.open(a, short_frames);
        bench.speak(a, voice_a);
        bench.run(100);
        CHECK(bench.packets == 0);
        CHECK(bench.bridge.stats().encoded == 0);
        WHEN("others listen on two rungs") {
            bench.bridge.uses(short_frames, true);
            bench.bridge.uses(long_frames, true);
            bench.run(60);
            THEN("the mix is encoded once for each rung, however many listen") {
                CHECK(bench.packets == 60 + 10);
                CHECK(bench.inbox(a, short_frames).empty());
                CHECK(bench.inbox(listener, short_frames).size() == 60);
                CHECK(bench.inbox(listener, long_frames).size() == 10);
            }
        }
    }
}

SCENARIO("a silent meeting does nothing", "[audio][mix]") {
    GIVEN("a meeting in which one has spoken and stopped") {
        BridgeBench bench;
        bench.bridge.uses(short_frames, true);
        CHECK(bench.bridge.resting());
        bench.run(50);
        CHECK(bench.bridge.stats().ticks == 0);
        (void)bench.bridge.open(a, short_frames);
        bench.speak(a, voice_a);
        bench.run(50);
        bench.bridge.close(a, Closing::now);
        bench.fall_silent(a);
        const auto before = bench.inbox(listener, short_frames).size();
        bench.run(100);
        THEN("200 ms of tail are sent, and then nothing is done any more") {
            const auto tail = bench.inbox(listener, short_frames).size() - before;
            CHECK(tail >= 10);
            CHECK(tail <= 12);
            CHECK(is_silent(bench.inbox(listener, short_frames).back().sound));
            CHECK(bench.bridge.resting());
            const auto ticks = bench.bridge.stats().ticks;
            bench.run(1'000);
            CHECK(bench.bridge.stats().ticks == ticks);
        }
        AND_WHEN("another speaks a minute later") {
            bench.run(3'000);
            const auto until = bench.inbox(listener, short_frames).size();
            (void)bench.bridge.open(b, short_frames);
            bench.speak(b, voice_b);
            bench.run(50);
            THEN("its first packet has the marker, and the media clock has gone on") {
                const auto& first = bench.inbox(listener, short_frames).at(until);
                CHECK(first.marker);
                CHECK(first.timestamp >= 3'200 * 960);
                CHECK(first.timestamp < 3'250 * 960);
            }
        }
    }
    GIVEN("a microphone that is open and sends nothing") {
        BridgeBench bench;
        bench.bridge.uses(short_frames, true);
        (void)bench.bridge.open(a, short_frames);
        bench.run(200);
        THEN("no packet is sent") { CHECK(bench.packets == 0); }
    }
}

SCENARIO("talkers who come and go make no click", "[audio][mix]") {
    GIVEN("a level that begins and ends at once, as the hum of a room does") {
        BridgeBench bench;
        bench.bridge.uses(short_frames, true);
        bench.speak(a, {0.0, 8'000.0});
        bench.run(10);
        (void)bench.bridge.open(a, short_frames);
        bench.run(60);
        bench.bridge.close(a, Closing::now);
        bench.run(30);
        THEN("it is faded in and out: no step above a fortieth of the level") {
            const auto sound = bench.sound_of(listener, short_frames);
            CHECK(*std::max_element(sound.begin(), sound.end()) == 8'000);
            CHECK(largest_step(sound) <= 8'000 / 40);
        }
    }
}

SCENARIO("who gives up the floor is heard to the end, who is muted is not", "[audio][mix]") {
    for (const Closing how : {Closing::drain, Closing::now}) {
        GIVEN(std::string(how == Closing::drain ? "a floor given up" : "a talker who is muted")) {
            BridgeBench bench;
            bench.bridge.uses(short_frames, true);
            bench.speak(a, voice_a);
            (void)bench.bridge.open(a, short_frames);
            bench.run(60);
            bench.bridge.close(a, how);
            const auto closed = bench.sound_of(listener, short_frames).size();
            bench.run(25);  // what was under way goes on coming for half a second
            bench.fall_silent(a);
            bench.run(100);
            const auto sound = bench.sound_of(listener, short_frames);
            const auto after = std::span<const std::int16_t>(sound).subspan(closed + 640);
            if (how == Closing::drain) {
                CHECK(amplitude(after.first(6'400), 440.0, rate) > 8'000.0);
            } else {
                CHECK(is_silent(after));
            }
            CHECK(bench.bridge.resting());
        }
    }
}

TEST_CASE(
    "three talkers at a peak of 15000 leave at most 0.5 % beside their tones in what is encoded",
    "[audio][mix]") {
    BridgeBench bench;
    bench.bridge.uses(short_frames, true);
    const std::array<double, 3> hz{440.0, 555.0, 710.0};
    const std::array<BoxId, 3> boxes{a, b, c};
    for (std::size_t i = 0; i < 3; ++i) {
        bench.speak(boxes[i], {hz[i], 15'000.0});
        (void)bench.bridge.open(boxes[i], short_frames);
    }
    bench.run(200);
    const auto sound = bench.sound_of(listener, short_frames);
    const auto last = std::span<const std::int16_t>(sound).subspan(sound.size() - 20'000, 16'000);
    CHECK(energy_beside(last, hz, rate) < 0.005);
    CHECK(amplitude(last, hz[0], rate) > 10'000.0);
}

TEST_CASE("missed ticks move the media clock on, and the next packet says so", "[audio][mix]") {
    for (const RungIndex rung : {short_frames, long_frames}) {
        BridgeBench bench;
        bench.bridge.uses(rung, true);
        bench.speak(a, {0.0, 1'000.0});
        (void)bench.bridge.open(a, rung);
        bench.run(60);
        const auto before = bench.inbox(listener, rung).size();
        bench.bridge.skip(100);
        bench.run(20);
        const auto& next = bench.inbox(listener, rung).at(before);
        CHECK(next.marker);
        CHECK(next.timestamp >= 160U * 960U - 5U * 960U);
        CHECK(bench.bridge.stats().skipped_ticks == 100);
    }
}

TEST_CASE("a bridge with no place left says so, and has one again soon after a microphone closes",
          "[audio][mix]") {
    BridgeBench bench;
    for (std::uint16_t box = 11; box < 15; ++box) {
        CHECK(bench.bridge.open(BoxId{box}, short_frames) == Bridge::Opened::opened);
        CHECK(bench.bridge.open(BoxId{box}, short_frames) == Bridge::Opened::already_open);
    }
    CHECK(bench.bridge.open(a, short_frames) == Bridge::Opened::full);
    bench.bridge.close(BoxId{12}, Closing::now);
    // Two ticks to fade, and 1.04 s until no redundancy tells of it.
    bench.run(55);
    CHECK(bench.bridge.open(a, short_frames) == Bridge::Opened::opened);
    bench.bridge.close(BoxId{99}, Closing::now);  // of somebody unknown: nothing
    bench.bridge.insert(BoxId{99}, EncodedPacket{}, bench.now);
    CHECK(bench.bridge.stats().strays == 1);
}

SCENARIO("after a renewal no packet tells of what was before it, as sound or redundancy",
         "[audio][mix]") {
    for (const RungIndex rung : {short_frames, long_frames}) {
        for (int offset = 0; offset < 7; ++offset) {
            GIVEN("a talker of one level and then of another, rung " +
                  std::to_string(static_cast<int>(rung)) + ", order at " + std::to_string(offset)) {
                RenewalBench bench(rung);
                bench.speak(a, Tone{0.0, 1'000.0});
                CHECK(bench.bridge.open(a, rung) == Bridge::Opened::opened);
                bench.run(60 + offset);
                bench.speak(a, Tone{0.0, 4'000.0});
                bench.run(20);  // until nothing of the first waits in the playout
                bench.mark = bench.elapsed;
                bench.bridge.renew(7);
                bench.run(60);
                THEN("packets that bear its number begin after it, and remember nothing") {
                    REQUIRE(bench.renewed > 5);
                    CHECK(bench.earliest >= bench.mark + 1);
                    CHECK(bench.earliest <= bench.mark + 7);
                    CHECK(bench.told_of_before == 0);
                }
                THEN("the stream goes on without a gap") { CHECK(bench.gaps == 0); }
            }
        }
    }
}

TEST_CASE("a bridge that was cleared has no microphone, no listener and no memory",
          "[audio][mix]") {
    BridgeBench bench;
    bench.bridge.uses(short_frames, true);
    bench.speak(a, voice_a);
    CHECK(bench.bridge.open(a, short_frames) == Bridge::Opened::opened);
    bench.run(40);
    bench.bridge.clear();
    CHECK(bench.bridge.resting());
    const int before = bench.packets;
    bench.run(40);
    CHECK(bench.packets == before);
    bench.bridge.uses(short_frames, true);
    bench.speak(b, Tone{0.0, 2'000.0});
    CHECK(bench.bridge.open(b, short_frames) == Bridge::Opened::opened);
    const std::size_t first = bench.inbox(listener, short_frames).size();
    bench.run(20);
    const auto& inbox = bench.inbox(listener, short_frames);
    REQUIRE(inbox.size() > first);
    for (std::size_t i = first; i < inbox.size(); ++i) {
        for (const auto* sound : {&inbox[i].sound, &inbox[i].before}) {
            CHECK(std::all_of(sound->begin(), sound->end(),
                              [](int s) { return s >= 0 && s <= 2'100; }));
        }
    }
}

}  // namespace giaoban::audio
