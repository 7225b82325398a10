#include "audio/mix/limiter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/audio/mix/tones.h"
#include "tests/catch.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr SampleRate rate = SampleRate::hz16000;
constexpr std::size_t a_second = 16'000;
constexpr std::size_t delay = 80;  // 5 ms

std::vector<std::int16_t> limited(Limiter& limiter, std::span<const std::int32_t> sum) {
    std::vector<std::int16_t> out(sum.size());
    limiter.process(sum, out);
    return out;
}

std::vector<std::int32_t> sum_of(std::span<const Tone> tones, std::size_t count) {
    std::vector<std::int32_t> sum(count, 0);
    for (const Tone& tone : tones) {
        for (std::size_t i = 0; i < count; ++i) {
            sum[i] += static_cast<std::int32_t>(std::lround(at(tone, i, rate)));
        }
    }
    return sum;
}

double decibels(double ratio) { return 20.0 * std::log10(ratio); }

// The gain at the end of each millisecond.
std::vector<double> gains(Limiter& limiter, std::span<const std::int32_t> sum) {
    std::vector<double> all;
    std::vector<std::int16_t> out(16);
    for (std::size_t at = 0; at + 16 <= sum.size(); at += 16) {
        limiter.process(sum.subspan(at, 16), out);
        all.push_back(static_cast<double>(limiter.gain()));
    }
    return all;
}

// The most that the gain moves, in dB, within any 250 ms (a syllable).
double most_within_a_syllable(std::span<const double> gain) {
    double most = 0.0;
    for (std::size_t i = 250; i < gain.size(); ++i) {
        most = std::max(most, std::abs(decibels(gain[i] / gain[i - 250])));
    }
    return most;
}

}  // namespace

TEST_CASE("one talker at any level passes bit for bit, 5 ms later", "[audio][mix]") {
    Limiter limiter(rate);
    std::vector<std::int32_t> sum = sum_of(std::vector<Tone>{{440.0, 32'767.0}}, a_second);
    sum[500] = -32'768;
    const auto out = limited(limiter, sum);
    CHECK(std::equal(sum.begin(), sum.end() - delay, out.begin() + delay));
    CHECK(limiter.gain() == 1.0F);
}

TEST_CASE("three talkers at a peak of 15000 leave at most 0.5 % of energy beside their tones",
          "[audio][mix]") {
    Limiter limiter(rate);
    const std::vector<double> hz{440.0, 555.0, 710.0};
    std::vector<Tone> tones;
    for (const double f : hz)
        tones.push_back({f, 15'000.0});
    const auto out = limited(limiter, sum_of(tones, 3 * a_second));

    // The second second, when the gain has found its place, and the first, with its onset.
    const double beside = energy_beside(std::span(out).subspan(a_second, a_second), hz, rate);
    INFO("beside the tones: " << beside * 100.0 << " %");
    CHECK(beside < 0.0001);
    CHECK(energy_beside(std::span(out).first(a_second), hz, rate) < 0.005);

    // The three are equally loud, and as loud as 16 bits let them be.
    const double level =
        amplitude(std::span<const std::int16_t>(out).subspan(a_second, a_second), hz[0], rate);
    CHECK(level == Approx(15'000.0 * 32'767.0 / 45'000.0).epsilon(0.03));
}

TEST_CASE("no sum leaves 16 bits, whatever it is", "[audio][mix]") {
    Limiter limiter(rate);
    std::vector<std::int32_t> sum(a_second);
    std::uint32_t state = 7;
    for (auto& s : sum) {
        state = state * 1'664'525U + 1'013'904'223U;
        const bool loud = (state >> 8U) % 50U == 0U;
        s = static_cast<std::int32_t>(state) / (loud ? 4'096 : 131'072);
    }
    const auto out = limited(limiter, sum);
    for (std::size_t i = delay; i < out.size(); ++i) {
        if (std::abs(sum[i - delay]) > 1'000) REQUIRE((out[i] > 0) == (sum[i - delay] > 0));
    }
}

TEST_CASE("the gain is there before the peak and gets there smoothly", "[audio][mix]") {
    Limiter limiter(rate);
    // A quiet tone, and from the middle on two at full scale more.
    std::vector<std::int32_t> sum = sum_of(std::vector<Tone>{{400.0, 1'000.0}}, 3200);
    for (std::size_t i = 1600; i < sum.size(); ++i) {
        sum[i] += static_cast<std::int32_t>(std::lround(at({400.0, 60'000.0}, i - 1600, rate)));
    }
    const auto out = limited(limiter, sum);
    // Nothing is cut: what comes out is the sum by a factor that moves by little from sample to sample.
    double before = 1.0;
    double steepest = 0.0;
    for (std::size_t i = delay; i < out.size(); ++i) {
        if (std::abs(sum[i - delay]) < 300) continue;
        const double factor = static_cast<double>(out[i]) / sum[i - delay];
        steepest = std::max(steepest, std::abs(factor - before));
        before = factor;
    }
    CHECK(steepest < 0.03);
    CHECK(*std::max_element(out.begin(), out.end()) >= 32'000);
}

SCENARIO("a loud passage is not followed by pumping", "[audio][mix]") {
    GIVEN(
        "three talkers at a peak of 15000 who speak at once for two seconds, and then one goes "
        "on") {
        Limiter limiter(rate);
        auto sum =
            sum_of(std::vector<Tone>{{440.0, 15'000.0}, {555.0, 15'000.0}, {710.0, 15'000.0}},
                   2 * a_second);
        const auto alone = sum_of(std::vector<Tone>{{440.0, 15'000.0}}, 6 * a_second);
        sum.insert(sum.end(), alone.begin(), alone.end());
        const auto gain = gains(limiter, sum);

        THEN("the level of the one who goes on moves by less than 1 dB in a syllable") {
            const auto after = std::span(gain).subspan(2'010);
            CHECK(most_within_a_syllable(after) < 1.0);
        }
        THEN("it never goes down again, and is exactly 1 in the end") {
            CHECK(std::is_sorted(gain.begin() + 2'010, gain.end()));
            CHECK(gain.back() == 1.0);
        }
    }
    GIVEN("three talkers whose loudness goes up and down four times a second, as syllables do") {
        Limiter limiter(rate);
        auto sum =
            sum_of(std::vector<Tone>{{440.0, 15'000.0}, {555.0, 15'000.0}, {710.0, 15'000.0}},
                   4 * a_second);
        for (std::size_t i = 0; i < sum.size(); ++i) {
            const double turn = 2.0 * std::numbers::pi * 4.0 * static_cast<double>(i) / a_second;
            sum[i] = static_cast<std::int32_t>(sum[i] * (0.55 + 0.45 * std::sin(turn)));
        }
        const auto gain = gains(limiter, sum);
        THEN("the gain stays where the first of them put it") {
            CHECK(most_within_a_syllable(std::span(gain).subspan(1'000)) < 0.5);
        }
    }
}

TEST_CASE("a copy of a limiter goes on where the first one stood", "[audio][mix]") {
    Limiter one(rate);
    const auto sum = sum_of(std::vector<Tone>{{440.0, 30'000.0}, {555.0, 30'000.0}}, a_second);
    (void)limited(one, std::span(sum).first(8'000));
    Limiter other = one;
    CHECK(limited(one, std::span(sum).subspan(8'000)) ==
          limited(other, std::span(sum).subspan(8'000)));
}

}  // namespace giaoban::audio
