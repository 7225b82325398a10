#include "audio/record/best_rung.h"

#include <string>

#include "audio/record/opus_packet.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;

namespace {

/// What goes in and what comes out, as "rung@ms".
struct Bench {
    BestRung rungs;
    std::string out;
    Samples last{-1};

    void add(std::uint8_t rung, Samples at, Samples frame) {
        // Configuration 9 is SILK of 20 ms, 10 of 40, 11 of 60; code 1 makes 120 of it.
        const unsigned configuration = frame == Samples{20ms}   ? 9
                                       : frame == Samples{40ms} ? 10
                                                                : 11;
        const unsigned code = frame == Samples{120ms} ? 1 : 0;
        const std::array<std::byte, 3> packet{static_cast<std::byte>(configuration << 3U | code),
                                              static_cast<std::byte>(rung), std::byte{rung}};
        REQUIRE(opus_duration(packet) == frame);
        rungs.add(rung, at, at + frame, packet, sink());
    }
    BestRung::Sink sink() {
        return [this](Samples at, Samples came, Bytes packet) {
            CHECK(came == at + opus_duration(packet));
            CHECK(at > last);
            last = at + opus_duration(packet) - Samples{1};
            out += std::to_string(std::to_integer<int>(packet[1])) + "@" +
                   std::to_string(at / Samples{1ms}) + " ";
        };
    }
};

}  // namespace

SCENARIO("of all rungs of a mix one stream is recorded", "[audio][record]") {
    Bench bench;
    GIVEN("a narrow rung of 120 ms and a wide one of 40") {
        for (int i = 0; i < 6; ++i) {
            if (i % 3 == 2) bench.add(1, Samples{40ms} * (i - 2), 120ms);
            bench.add(4, Samples{40ms} * i, 40ms);
        }
        THEN("the wide one is taken, each span when the next has begun") {
            CHECK(bench.out == "4@0 4@40 4@80 ");
            bench.rungs.end(bench.sink());
            CHECK(bench.out == "4@0 4@40 4@80 4@120 4@160 4@200 ");
            CHECK_FALSE(bench.rungs.waits());
            CHECK(bench.rungs.dropped() == 0);
        }
    }
    GIVEN("the wide rung comes into use in mid-span, and goes out of use in another") {
        bench.add(4, 80ms, 40ms);
        bench.add(1, 0ms, 120ms);
        bench.add(4, 120ms, 40ms);
        bench.add(4, 160ms, 40ms);
        bench.add(4, 200ms, 40ms);
        bench.add(1, 120ms, 120ms);
        bench.add(4, 240ms, 40ms);
        bench.add(1, 240ms, 120ms);
        bench.rungs.end(bench.sink());
        THEN("a span is taken from who has it whole") {
            CHECK(bench.out == "1@0 4@120 4@160 4@200 1@240 ");
        }
    }
    GIVEN("nobody has a span whole") {
        bench.add(1, 20ms, 20ms);
        bench.add(4, 40ms, 20ms);
        bench.add(1, 60ms, 20ms);
        bench.rungs.end(bench.sink());
        THEN("who has most of it") { CHECK(bench.out == "1@20 1@60 "); }
        AND_WHEN("a packet of that span comes afterwards") {
            bench.add(1, 100ms, 20ms);
            bench.rungs.end(bench.sink());
            THEN("it follows") { CHECK(bench.out == "1@20 1@60 1@100 "); }
        }
        AND_WHEN("a packet of a span before it comes") {
            bench.add(1, 120ms, 20ms);
            bench.add(1, 100ms, 20ms);
            THEN("it is dropped") { CHECK(bench.rungs.dropped() == 1); }
        }
    }
    GIVEN("spans in which nothing is said") {
        bench.add(1, 0ms, 120ms);
        bench.add(1, 1h, 120ms);
        bench.rungs.end(bench.sink());
        bench.rungs.end(bench.sink());
        THEN("nothing is made of them") { CHECK(bench.out == "1@0 1@3600000 "); }
    }
    GIVEN("more than can be of one span") {
        const std::vector<std::byte> packet(1'275, std::byte{0x48});
        for (int i = 0; i < 100; ++i)
            bench.rungs.add(1, 0ms, 0ms, packet, [](Samples, Samples, Bytes) {});
        THEN("what is held has a bound") { CHECK(bench.rungs.dropped() == 28); }
    }
}
