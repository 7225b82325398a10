#include "audio/playout/playout.h"

#include <ctime>

#include "config/vocab/random.h"
#include "tests/allocation_counter.h"
#include "tests/audio/playout/journey.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using audio::Inserted;
using audio::TickKind;

namespace {

constexpr Duration lost{-1};

}  // namespace

SCENARIO("on a clean link, delay is about one frame beyond the frame itself", "[audio][playout]") {
    GIVEN("frames of 20 ms that all take 30 ms") {
        Journey journey;
        Bend bend;
        journey.hear = [&](auto sound) { bend.hear(sound); };
        WHEN("ten seconds are heard") {
            journey.run(10s);
            THEN("the first sample of a frame waits two frames and 5 ms at most in all") {
                const auto stats = journey.playout.stats();
                CHECK(stats.depth <= Samples{45ms});
                CHECK(stats.target <= Samples{45ms});
                CHECK(stats.plc == Samples{0});
                CHECK(stats.underruns == 0);
                CHECK(stats.late == 0);
            }
            AND_WHEN("ten more are heard") {
                bend.start_anew();
                journey.run(10s);
                THEN("the tone goes on without a bend") {
                    CHECK(bend.sharpest() <= 60);
                    CHECK(bend.longest_quiet() <= 3);
                }
            }
        }
    }
}

SCENARIO("a least depth is kept on a link that needs less", "[audio][playout]") {
    GIVEN("frames of 20 ms that all take 30 ms, and a least depth of 200 ms") {
        audio::PlayoutLimits limits;
        limits.least_depth = 200ms;
        Journey journey(limits);
        WHEN("twenty seconds are heard") {
            journey.run(20s);
            THEN("speech is heard so late, and whole") {
                const auto stats = journey.playout.stats();
                CHECK(stats.target == Samples{200ms});
                CHECK(std::chrono::abs(stats.depth - Samples{200ms}) <= Samples{12ms});
                CHECK(stats.plc == Samples{0});
                CHECK(stats.late == 0);
            }
        }
    }
}

SCENARIO("whatever the phase of ticks and frames, a clean link gives a clean tone",
         "[audio][playout]") {
    const auto phase = GENERATE(0, 1, 5, 10, 15, 19);
    const auto frame = GENERATE(20, 40, 60, 80, 100, 120);
    GIVEN("a phase of " + std::to_string(phase) + " ms and frames of " + std::to_string(frame)) {
        Journey journey;
        journey.phase = std::chrono::milliseconds{phase};
        journey.frame = std::chrono::milliseconds{frame};
        Bend bend;
        int called_silent = 0;
        journey.run(10s);
        journey.hear = [&](auto sound) {
            bend.hear(sound);
            called_silent += journey.last_kind == TickKind::silence ? 1 : 0;
        };
        journey.run(20s);
        CHECK(called_silent == 0);
        const auto stats = journey.playout.stats();
        CHECK(bend.sharpest() <= 60);
        CHECK(stats.plc == Samples{0});
        CHECK(stats.depth <= Samples{std::chrono::milliseconds{frame} + 25ms});
    }
}

SCENARIO("every tick of a frame that is longer than a tick is told as played", "[audio][playout]") {
    for (const Samples frame : {Samples{20ms}, Samples{40ms}, Samples{60ms}, Samples{120ms}}) {
        GIVEN("frames of " + std::to_string(frame.count() / 48) + " ms on a clean link") {
            Journey journey;
            journey.frame = frame;
            journey.run(2s);
            THEN("no tick is silence once speech has begun") {
                int silent = 0;
                journey.hear = [&](auto) {
                    silent += journey.last_kind == TickKind::silence ? 1 : 0;
                };
                journey.run(2s);
                CHECK(silent == 0);
            }
        }
    }
}

SCENARIO("packets come in any order, twice, or too late", "[audio][playout]") {
    GIVEN("every fifth packet takes 25 ms longer, so that the next overtakes it") {
        Journey journey;
        journey.link = [](std::int64_t n) { return n % 5 == 0 ? Duration{55ms} : Duration{30ms}; };
        journey.run(5s);
        const auto before = journey.playout.stats();
        Bend bend;
        journey.hear = [&](auto sound) { bend.hear(sound); };
        journey.run(10s);
        THEN("they are put in order, and nothing is made up") {
            CHECK(journey.playout.stats().plc == before.plc);
            CHECK(journey.playout.stats().late == before.late);
            CHECK(bend.sharpest() <= 60);
        }
    }
    GIVEN("a playout with 128 slots that has heard packets 0 to 9") {
        ToneDecoder decoder;
        audio::PlayoutLimits limits;
        limits.slots = 128;
        Playout playout(limits, SampleRate::hz16000, decoder);
        std::vector<std::int16_t> out(320);
        Instant now{1h};
        for (std::uint16_t i = 0; i < 10; ++i, now += 20ms) {
            REQUIRE(playout.insert(ToneDecoder::packet(i, i * 960U), now) == Inserted::kept);
            playout.next(now, out);
        }
        THEN("a packet that was there is a duplicate, played or not") {
            CHECK(playout.insert(ToneDecoder::packet(3, 3 * 960), now) == Inserted::duplicate);
            CHECK(playout.insert(ToneDecoder::packet(9, 9 * 960), now) == Inserted::duplicate);
        }
        THEN("a packet whose turn is over is late") {
            for (std::uint16_t i = 11; i < 20; ++i, now += 20ms) {
                CHECK(playout.insert(ToneDecoder::packet(i, i * 960U), now) == Inserted::kept);
                playout.next(now, out);
            }
            CHECK(playout.insert(ToneDecoder::packet(10, 10 * 960), now) == Inserted::late);
        }
        THEN("a packet beyond the last slot is too far ahead") {
            CHECK(playout.insert(ToneDecoder::packet(9 + 200, (9 + 200) * 960), now) ==
                  Inserted::too_far_ahead);
        }
        THEN("a packet that is none is malformed") {
            audio::EncodedPacket none;
            CHECK(playout.insert(none, now) == Inserted::malformed);
        }
    }
}

SCENARIO("what is lost is made up in the best way there is", "[audio][playout]") {
    GIVEN("every tenth packet is lost and the next carries it as deep redundancy and as a copy") {
        Journey journey;
        journey.link = [](std::int64_t n) { return n % 10 == 4 ? lost : Duration{30ms}; };
        journey.dred = 500ms;
        journey.lbrr = 20ms;
        journey.run(10s);
        const auto before = journey.playout.stats();
        Bend bend;
        journey.hear = [&](auto sound) { bend.hear(sound); };
        journey.run(20s);
        const auto after = journey.playout.stats();
        THEN("depth has grown until every loss is mended by DRED") {
            CHECK(after.dred - before.dred == Samples{100 * 20ms});
            CHECK(after.lbrr == before.lbrr);
            CHECK(after.plc == before.plc);
            CHECK(bend.sharpest() <= 60);
        }
    }
    GIVEN("the same with a copy alone") {
        Journey journey;
        journey.link = [](std::int64_t n) { return n % 10 == 4 ? lost : Duration{30ms}; };
        journey.lbrr = 20ms;
        journey.run(10s);
        const auto before = journey.playout.stats();
        journey.run(20s);
        const auto after = journey.playout.stats();
        THEN("the copies are played") {
            CHECK(after.lbrr - before.lbrr == Samples{100 * 20ms});
            CHECK(after.plc == before.plc);
        }
    }
    GIVEN("the same with nothing at all") {
        Journey journey;
        journey.link = [](std::int64_t n) { return n % 10 == 4 ? lost : Duration{30ms}; };
        journey.run(10s);
        const auto before = journey.playout.stats();
        journey.run(20s);
        const auto after = journey.playout.stats();
        THEN("it is made up from nothing, and no depth is wasted on waiting for it") {
            CHECK(after.plc - before.plc <= Samples{100 * 20ms});
            CHECK(after.target <= Samples{45ms});
            // What comes next is waited for each time, by one tick.
            CHECK(after.depth <= Samples{45ms + 25ms});
        }
    }
}

SCENARIO("the sender stops, and speech is drawn out and fades within 300 ms into silence",
         "[audio][playout]") {
    GIVEN("a talker who stops after two seconds and goes on three seconds later") {
        Journey journey;
        journey.speaks = [](std::int64_t n) { return n < 100 || n >= 250; };
        journey.run(2s + 400ms);
        THEN("there is silence") { CHECK(journey.last_kind == TickKind::silence); }
        const auto before = journey.playout.stats();
        WHEN("speech goes on") {
            journey.run(2s + 400ms);
            CHECK(journey.last_kind == TickKind::silence);
            journey.run(1s);
            THEN("it is heard from its first packet on, at the depth of before") {
                const auto after = journey.playout.stats();
                CHECK(journey.last_kind == TickKind::played);
                CHECK(after.late == before.late);
                CHECK(after.skipped == Samples{0});
                CHECK(after.depth <= Samples{60ms});
                CHECK(after.plc - before.plc == Samples{0});
                CHECK(after.interruptions == 0);
            }
        }
    }
}

SCENARIO("a stream starts again with other numbers", "[audio][playout]") {
    GIVEN("a stream that is being heard") {
        ToneDecoder decoder;
        Playout playout({}, SampleRate::hz16000, decoder);
        std::vector<std::int16_t> out(320);
        Instant now{1h};
        const auto hear = [&](std::uint16_t seq, std::uint32_t timestamp, bool marker) {
            auto packet = ToneDecoder::packet(seq, timestamp);
            packet.marker = marker;
            const auto inserted = playout.insert(packet, now);
            const auto kind = playout.next(now, out);
            now += 20ms;
            return std::pair{inserted, kind};
        };
        for (std::uint16_t i = 0; i < 100; ++i)
            hear(i, i * 960U, i == 0);
        WHEN("the new one begins with a marker") {
            CHECK(hear(40'000, 5, true).first == Inserted::kept);
            for (std::uint32_t i = 1; i < 20; ++i) {
                hear(static_cast<std::uint16_t>(40'000 + i), 5 + i * 960, false);
            }
            THEN("it is heard at once") {
                CHECK(hear(40'020, 5 + 20 * 960, false).second == TickKind::played);
                CHECK(playout.stats().restarts == 1);
                CHECK(decoder.resets == 1);
            }
        }
        WHEN("its marker was lost") {
            CHECK(hear(40'000, 5, false).first == Inserted::late);
            CHECK(hear(40'001, 5 + 960, false).first == Inserted::kept);
            THEN("the second packet is believed") { CHECK(playout.stats().restarts == 1); }
        }
    }
}

SCENARIO("frames change their length in the middle of a stream", "[audio][playout]") {
    GIVEN("20 ms frames, then 60 ms ones, then 120 ms ones, then 20 ms ones") {
        Journey journey;
        journey.run(5s);
        Bend bend;
        journey.hear = [&](auto sound) { bend.hear(sound); };
        for (const auto frame : {60ms, 120ms, 20ms}) {
            journey.frame = frame;
            journey.run(4s);
            const auto settled = journey.playout.stats();
            journey.run(6s);
            const auto after = journey.playout.stats();
            INFO("frames of " << frame.count() << " ms");
            CHECK(after.plc == settled.plc);
            CHECK(after.target <= Samples{frame + 26ms});
            CHECK(after.depth <= Samples{frame + 25ms + 12ms});
        }
        THEN("nothing is lost, and the tone never falls silent") {
            CHECK(journey.playout.stats().late == 0);
            CHECK(journey.playout.stats().skipped == Samples{0});
            CHECK(bend.longest_quiet() <= 3);
            CHECK(bend.sharpest() <= 120);
        }
    }
}

SCENARIO("clocks that differ by 200 ppm are followed for hours without a glitch",
         "[audio][playout]") {
    const double pace = GENERATE(1.0 + 200e-6, 1.0 - 200e-6);
    GIVEN("a talker whose clock runs at " + std::to_string(pace)) {
        Journey journey;
        journey.pace = pace;
        SeededRandom random(7);
        journey.link = [&](std::int64_t) {
            return Duration{30ms} + std::chrono::microseconds{random.below(3'000)};
        };
        journey.run(20s);
        const auto before = journey.playout.stats();
        Bend bend;
        Samples deepest{0};
        std::int64_t ticks = 0;
        journey.hear = [&](auto sound) {
            bend.hear(sound);
            if (++ticks % 50 == 0) deepest = std::max(deepest, journey.playout.stats().depth);
        };
        journey.run(4h);
        const auto after = journey.playout.stats();
        THEN("four hours have no concealment, no silence and no click, and depth stays") {
            CHECK(after.plc == before.plc);
            CHECK(after.silence == before.silence);
            CHECK(after.late == 0);
            CHECK(after.underruns == before.underruns);
            CHECK(bend.sharpest() <= 120);
            CHECK(deepest <= Samples{65ms});
            // 4 h * 200 ppm = 2.88 s, taken out or put in.
            const Samples corrected =
                (after.stretched - before.stretched) - (after.compressed - before.compressed);
            const double seconds = static_cast<double>(corrected.count()) / 48'000.0;
            CHECK(seconds == Approx((1.0 - pace) * 4 * 3600).margin(0.05));
        }
    }
}

SCENARIO("a jittery link deepens the buffer until hardly a frame is late", "[audio][playout]") {
    GIVEN("delays between 30 and 110 ms, never out of order") {
        Journey journey;
        SeededRandom random(3);
        Instant last{};
        std::int64_t at = 0;
        journey.link = [&](std::int64_t n) {
            const Instant sent = Instant{1h} + n * 20ms;
            const Instant arrives =
                std::max(last, sent + 30ms + std::chrono::microseconds{random.below(80'000)});
            last = arrives;
            at = n;
            return arrives - sent;
        };
        journey.run(10s);
        const auto before = journey.playout.stats();
        journey.run(60s);
        const auto after = journey.playout.stats();
        THEN(
            "less than one frame in fifty is made up, and the target is near the jitter's height") {
            CHECK(after.plc - before.plc <= Samples{60s} / 50);
            CHECK(after.target >= Samples{100ms});
            CHECK(after.target <= Samples{125ms});
        }
    }
}

TEST_CASE("any packets at any time leave a playout that works", "[audio][playout]") {
    ToneDecoder decoder;
    Playout playout({}, SampleRate::hz16000, decoder);
    SeededRandom random(11);
    std::vector<std::int16_t> out(320);
    Instant now{1h};
    for (std::uint32_t i = 0; i < 200'000; ++i) {
        const auto what = random.below(100);
        auto packet = ToneDecoder::packet(
            static_cast<std::uint16_t>(what < 90 ? i / 3 : random.u32()),
            what < 95 ? i * 320 : random.u32(), Samples{10ms} * static_cast<int>(random.below(14)),
            Samples{10ms} * static_cast<int>(random.below(100)), Samples{10ms} * (what % 7));
        packet.marker = random.below(50) == 0;
        playout.insert(packet, now + std::chrono::milliseconds{random.below(300)});
        if (random.below(3) == 0) playout.next(now, out);
        now += std::chrono::milliseconds{random.below(15)};
        if (random.below(5'000) == 0) now += 30s;
    }
    const auto stats = playout.stats();
    CHECK(stats.received > 0);
    CHECK(stats.played > Samples{0});
}

TEST_CASE("the counter of allocations counts", "[audio][playout]") {
    CHECK(AllocationCounter::works());
}

TEST_CASE("playout takes no memory after construction", "[audio][playout]") {
    ToneDecoder decoder;
    Playout playout({}, SampleRate::hz16000, decoder);
    SeededRandom random(5);
    std::vector<std::int16_t> out(320);
    Instant now{1h};
    const AllocationCounter counter;
    for (std::uint16_t i = 0; i < 20'000; ++i, now += 20ms) {
        const auto packet = ToneDecoder::packet(i, i * 960U, 20ms, 100ms);
        if (random.below(10) != 0) {
            playout.insert(packet, now + std::chrono::milliseconds{random.below(60)});
        }
        playout.next(now, out);
    }
    CHECK(counter.count() == 0);
    CHECK(playout.stats().dred > Samples{0});
    CHECK(playout.stats().stretched + playout.stats().compressed > Samples{0});
}

TEST_CASE("what a packet and a tick cost", "[.][bench]") {
    ToneDecoder decoder;
    Playout playout({}, SampleRate::hz16000, decoder);
    std::vector<std::int16_t> out(320);
    Instant now{1h};
    std::uint32_t i = 0;
    const auto seconds = [&](bool speaking) {
        constexpr int ticks = 1'000'000;
        const std::clock_t begin = std::clock();  // of this process, not of the wall
        for (int t = 0; t < ticks; ++t, ++i, now += 20ms) {
            if (speaking) {
                playout.insert(ToneDecoder::packet(static_cast<std::uint16_t>(i), i * 960U), now);
            }
            playout.next(now, out);
        }
        return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC * 1e9 / ticks;
    };
    WARN("a packet and its tick: " << seconds(true) << " ns; a silent tick: " << seconds(false)
                                   << " ns");
}
