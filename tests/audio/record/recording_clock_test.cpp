#include "audio/record/recording_clock.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;

SCENARIO("a packet's place is by its stream's clock, which is set when sound begins",
         "[audio][record]") {
    RecordingClock clock;
    GIVEN("a first packet of 20 ms that is there 5 s into the recording") {
        REQUIRE(clock.place(1h, 20ms, 5s) == 4980ms);
        THEN("the next follow it to the sample, however late or early they come") {
            CHECK(clock.place(Samples{1h} + Samples{20ms}, 20ms, 5015ms) == 5s);
            CHECK(clock.place(Samples{1h} + Samples{40ms}, 20ms, 5900ms) == 5020ms);
            CHECK(clock.place(Samples{1h} + Samples{60ms}, 20ms, 5901ms) == 5040ms);
        }
        THEN("a pause within a turn keeps its clock") {
            CHECK(clock.place(Samples{1h} + Samples{1s}, 20ms, 6100ms) == 5980ms);
        }
        THEN("after a pause it is set anew: the clocks ran apart") {
            CHECK(clock.place(Samples{1h} + Samples{60s}, 20ms, 65'040ms) == 65'020ms);
        }
        THEN("a packet from before the first has its place too") {
            CHECK(clock.place(Samples{1h} - Samples{20ms}, 20ms, 5010ms) == 4960ms);
        }
        THEN("a stream that began anew has another clock") {
            CHECK(clock.place(Samples{2h}, 20ms, 5200ms) == 5180ms);
        }
        THEN("a packet that comes again after a long time does not turn the clock") {
            REQUIRE(clock.place(Samples{1h} + Samples{20ms}, 20ms, 5020ms) == 5s);
            CHECK(clock.place(Samples{1h}, 20ms, 20s) == 4980ms);
            CHECK(clock.place(Samples{1h} + Samples{40ms}, 20ms, 5040ms) == 5020ms);
        }
    }
    GIVEN("a packet that is longer than the recording is old") {
        THEN("it is at the beginning") { CHECK(clock.place(7s, 120ms, 50ms) == 0s); }
    }
    GIVEN("a time that no gap can be filled to") {
        THEN("it is rounded to one") {
            CHECK(clock.place(7s, 20ms, Samples{1s} + Samples{7}) == 980ms);
        }
    }
}

TEST_CASE("a timestamp of 32 bits is followed around its circle, both ways", "[audio][record]") {
    UnwrappedTimestamp unwrapped;
    const Samples first = unwrapped.of(0xFFFF'FF00U);
    CHECK(unwrapped.of(0x0000'02C0U) == first + Samples{960});
    CHECK(unwrapped.of(0xFFFF'FF00U) == first);
    CHECK(unwrapped.of(0xFFFF'FB40U) == first - Samples{960});
    CHECK(first >= Samples{0});
}
