#include "audio/playout/delay_forecast.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace std::chrono_literals;
using audio::DelayForecast;

TEST_CASE("one block in eight may be longer than what is waited for", "[audio][playout]") {
    DelayForecast forecast(8);
    CHECK(forecast.wait() == Samples{0});
    // 24 blocks: 3 of 300 ms, 5 of 100 ms, the rest 20 ms.
    for (int i = 0; i < 24; ++i) {
        const Samples wait = i % 8 == 0 ? 300ms : i % 4 == 1 ? 100ms : 20ms;
        forecast.note(wait, i * DelayForecast::block);
    }
    CHECK(forecast.wait() == Samples{100ms});
    CHECK(forecast.median() == Samples{20ms});
    CHECK(forecast.best() == Samples{20ms});
}

TEST_CASE("a stall counts once, however many frames it holds back", "[audio][playout]") {
    DelayForecast forecast(8);
    for (int i = 0; i < 300; ++i)
        forecast.note(20ms, i * Samples{20ms});
    for (int i = 0; i < 40; ++i)
        forecast.note(Samples{800ms} - i * Samples{20ms}, Samples{6'010ms});
    CHECK(forecast.wait() == Samples{20ms});
}

TEST_CASE("what a link was is forgotten 6 s later, and a time without packets is no time",
          "[audio][playout]") {
    DelayForecast forecast(8);
    for (int i = 0; i < 500; ++i)
        forecast.note(200ms, i * Samples{20ms});
    CHECK(forecast.wait() == Samples{200ms});
    for (int i = 0; i < 290; ++i)
        forecast.note(20ms, Samples{60s} + i * Samples{20ms});
    CHECK(forecast.wait() == Samples{20ms});
}

TEST_CASE("a forecast moves with the clocks", "[audio][playout]") {
    DelayForecast forecast(8);
    for (int i = 0; i < 30; ++i)
        forecast.note(50ms, i * DelayForecast::block);
    forecast.shift(-1h);
    CHECK(forecast.wait() == Samples{50ms} - Samples{1h});
    CHECK(forecast.best() == Samples{50ms} - Samples{1h});
}
