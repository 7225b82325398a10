#include "audio/voice/resampler.h"

#include <cmath>
#include <complex>
#include <numbers>

#include "tests/catch.h"

using namespace giaoban::audio;

namespace {

std::vector<std::int16_t> tone(double hz, std::int32_t rate, std::size_t count) {
    std::vector<std::int16_t> sound(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double phase = 2 * std::numbers::pi * hz * static_cast<double>(i) / rate;
        sound[i] = static_cast<std::int16_t>(std::lround(10'000 * std::sin(phase)));
    }
    return sound;
}

/// The level of one frequency in it, in dB against the tone() above.
double level_db(std::span<const std::int16_t> sound, double hz, std::int32_t rate) {
    std::complex<double> sum;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double phase = -2 * std::numbers::pi * hz * static_cast<double>(i) / rate;
        sum += static_cast<double>(sound[i]) * std::polar(1.0, phase);
    }
    const double peak = 2 * std::abs(sum) / static_cast<double>(sound.size());
    return 20 * std::log10(std::max(peak, 1e-3) / 10'000);
}

std::vector<std::int16_t> by_ticks(std::span<const std::int16_t> in, std::int32_t from,
                                   std::int32_t to) {
    Resampler resampler(from, to);
    const auto tick_in = static_cast<std::size_t>(from / 50);
    const auto tick_out = static_cast<std::size_t>(to / 50);
    std::vector<std::int16_t> out;
    for (; in.size() >= tick_in; in = in.subspan(tick_in)) {
        std::vector<std::int16_t> tick(tick_out);
        resampler.convert(in.first(tick_in), tick);
        out.insert(out.end(), tick.begin(), tick.end());
    }
    return out;
}

}  // namespace

TEST_CASE("a tone keeps its pitch and level at every rate that a card or a file may have",
          "[audio][voice]") {
    for (const std::int32_t rate :
         {8'000, 11'025, 22'050, 24'000, 32'000, 44'100, 48'000, 96'000}) {
        CAPTURE(rate);
        const auto up = resampled(tone(1'000, rate, static_cast<std::size_t>(rate)), rate, 16'000);
        REQUIRE(up.size() == 16'000);
        CHECK(level_db(std::span(up).subspan(800, 8'000), 1'000, 16'000) == Approx(0).margin(0.3));
    }
}

TEST_CASE("what the lower rate cannot carry does not come back as an alias", "[audio][voice]") {
    // 11 kHz at 48 kHz would be heard as 5 kHz at 16 kHz.
    const auto down = resampled(tone(11'000, 48'000, 48'000), 48'000, 16'000);
    CHECK(level_db(std::span(down).subspan(800, 8'000), 5'000, 16'000) < -60);
    // A tone at 3 kHz would bring an image at 13 kHz when it goes up.
    const auto up = resampled(tone(3'000, 16'000, 16'000), 16'000, 48'000);
    CHECK(level_db(std::span(up).subspan(2'400, 24'000), 13'000, 48'000) < -60);
}

TEST_CASE("sound converted tick by tick is the same as sound converted at once", "[audio][voice]") {
    for (const std::int32_t rate : {32'000, 44'100, 48'000}) {
        CAPTURE(rate);
        const auto in = tone(700, rate, static_cast<std::size_t>(rate));
        CHECK(by_ticks(in, rate, 16'000) == resampled(in, rate, 16'000));
    }
}

TEST_CASE("a recording at the rate asked for stays as it is", "[audio][voice]") {
    const auto sound = tone(700, 16'000, 1'000);
    CHECK(resampled(sound, 16'000, 16'000) == sound);
}
