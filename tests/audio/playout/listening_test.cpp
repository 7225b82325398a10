// Who only listens: nothing is lost, and the way back into the conversation.
#include <array>
#include <map>

#include "config/vocab/random.h"
#include "tests/audio/playout/journey.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using audio::PlayoutMode;
using audio::TickKind;

namespace {

/// Follows how fast what was spoken passes.
class Pace {
  public:
    explicit Pace(Journey& journey) : journey_(journey) {
        journey.hear = [this](auto) { hear(); };
    }
    bool goes_back() const { return goes_back_; }
    Samples most_in_a_tick() const { return most_in_a_tick_; }
    /// Over half a second.
    double fastest() const { return fastest_; }
    void start_anew() {
        most_in_a_tick_ = Samples{0};
        fastest_ = 0;
        recent_.clear();
    }

  private:
    void hear() {
        const auto until = journey_.playout.played_until();
        if (!until) return;
        if (before_) {
            const Samples step{static_cast<std::int32_t>(*until - *before_)};
            goes_back_ = goes_back_ || step < -Samples{20ms};
            most_in_a_tick_ = std::max(most_in_a_tick_, step);
            recent_.push_back(step);
            if (recent_.size() > 25) recent_.erase(recent_.begin());
            Samples sum{0};
            for (const Samples one : recent_)
                sum += one;
            if (recent_.size() == 25)
                fastest_ = std::max(fastest_, static_cast<double>(sum.count()) / (0.5 * 48'000));
        }
        before_ = until;
    }

    Journey& journey_;
    std::optional<std::uint32_t> before_;
    std::vector<Samples> recent_;
    bool goes_back_ = false;
    Samples most_in_a_tick_{0};
    double fastest_ = 0;
};

}  // namespace

SCENARIO("who listens hears all that comes, however late, each once and in order",
         "[audio][playout]") {
    GIVEN("a link that holds everything back for ten seconds, and later for one") {
        Journey journey;
        Pace pace(journey);
        journey.playout.follow(PlayoutMode::listening);
        journey.link = [](std::int64_t n) {
            const std::int64_t until = n >= 500 && n < 1'000     ? 1'000
                                       : n >= 3'000 && n < 3'050 ? 3'050
                                                                 : n;
            return Duration{30ms} + (until - n) * 20ms;
        };
        journey.run(70s);
        const auto stats = journey.playout.stats();
        THEN("nothing is left out, and nothing goes faster than 1.5 times") {
            CHECK(stats.never_played == 0);
            CHECK(stats.skipped == Samples{0});
            CHECK(stats.received * 20ms - stats.played <= 3s);
            CHECK_FALSE(pace.goes_back());
            CHECK(pace.fastest() <= 1.5);
        }
        THEN("the second stall is not heard, and depth is bounded") {
            CHECK(stats.interruptions == 1);
            CHECK(stats.target <= Samples{2s + 60ms});
            CHECK(stats.depth <= Samples{2s + 100ms});
        }
    }
}

SCENARIO("the floor is granted, and delay goes by stretching within 1.5 s", "[audio][playout]") {
    GIVEN("a listener whose depth is two seconds") {
        Journey journey;
        journey.playout.follow(PlayoutMode::listening);
        journey.link = [](std::int64_t n) {
            return n >= 500 && n < 620 ? Duration{30ms} + (620 - n) * 20ms : Duration{30ms};
        };
        journey.run(20s);
        REQUIRE(journey.playout.stats().depth >= Samples{1'900ms});
        WHEN("the mode changes") {
            Pace pace(journey);
            journey.playout.follow(PlayoutMode::conversation);
            const auto before = journey.playout.stats();
            journey.run(1'500ms);
            const auto after = journey.playout.stats();
            THEN("delay is that of a conversation, and nothing was left out") {
                CHECK(after.depth <= Samples{100ms});
                CHECK(after.skipped == before.skipped);
                CHECK(after.never_played == before.never_played);
                CHECK(pace.most_in_a_tick() <= Samples{80ms});
                CHECK(after.silence == before.silence);
            }
            AND_WHEN("it changes back") {
                pace.start_anew();
                journey.playout.follow(PlayoutMode::listening);
                journey.run(10s);
                THEN("depth grows slowly, without a gap") {
                    CHECK(journey.playout.stats().depth >= Samples{200ms});
                    CHECK(journey.playout.stats().silence == before.silence);
                    CHECK(journey.playout.stats().plc == after.plc);
                }
            }
        }
    }
}

SCENARIO("what is missing is asked for while the answer can come in time", "[audio][playout]") {
    const bool listens = GENERATE(true, false);
    GIVEN(std::string("a tenth of packets lost, a round trip of 200 ms, ") +
          (listens ? "and a listener" : "and a conversation")) {
        ToneDecoder decoder;
        Playout playout({}, SampleRate::hz16000, decoder);
        if (listens) playout.follow(PlayoutMode::listening);
        playout.set_round_trip(200ms);
        SeededRandom random(6);
        std::vector<std::int16_t> out(320);
        std::multimap<Instant, std::uint16_t> coming;
        std::map<std::uint16_t, Instant> last_asked;
        const Instant begin{1h};
        bool asked_too_soon = false;
        for (std::uint32_t i = 0; i < 3'000; ++i) {
            const Instant now = begin + i * 20ms;
            if (random.below(10) != 0) coming.emplace(now, static_cast<std::uint16_t>(i));
            while (!coming.empty() && coming.begin()->first <= now) {
                const std::uint16_t seq = coming.begin()->second;
                playout.insert(ToneDecoder::packet(seq, seq * 960U), coming.begin()->first);
                coming.erase(coming.begin());
            }
            std::array<std::uint16_t, 16> seqs{};
            const std::size_t count = playout.missing(now, seqs);
            for (const std::uint16_t seq : std::span(seqs).first(count)) {
                const auto before = last_asked.find(seq);
                asked_too_soon =
                    asked_too_soon || (before != last_asked.end() && now - before->second < 200ms);
                last_asked[seq] = now;
                // The answer may be lost too.
                if (random.below(10) != 0) coming.emplace(now + 200ms, seq);
            }
            playout.next(now, out);
        }
        const auto stats = playout.stats();
        CHECK_FALSE(asked_too_soon);
        if (listens) {
            THEN("everything is heard") {
                CHECK(stats.asked >= 250);
                CHECK(stats.played >= Samples{(3'000 - 110) * 20ms});
                CHECK(stats.never_played == 0);
            }
        } else {
            THEN("nothing is asked for, as no answer would come in time") {
                CHECK(stats.asked == 0);
                CHECK(stats.target <= Samples{60ms});
            }
        }
    }
}

SCENARIO("playout says where it is, and goes on from where it is told to", "[audio][playout]") {
    GIVEN("a playout that has heard nothing") {
        ToneDecoder decoder;
        Playout playout({}, SampleRate::hz16000, decoder);
        std::vector<std::int16_t> out(320);
        Instant now{1h};
        CHECK_FALSE(playout.played_until().has_value());
        const auto hear = [&](std::uint16_t seq) {
            const auto inserted = playout.insert(ToneDecoder::packet(seq, 1'000 + seq * 960U), now);
            playout.next(now, out);
            now += 20ms;
            return inserted;
        };
        WHEN("it is told where to go on before the first packet") {
            playout.start_at(1'000 + 5 * 960);
            CHECK(hear(0) == audio::Inserted::late);
            CHECK(hear(5) == audio::Inserted::kept);
        }
        WHEN("it has heard ten packets and is told to go on later") {
            for (std::uint16_t i = 0; i < 10; ++i)
                hear(i);
            const auto until = playout.played_until();
            REQUIRE(until.has_value());
            CHECK(*until <= 1'000 + 10 * 960);
            CHECK(*until >= 1'000 + 7 * 960);
            for (int i = 0; i < 40; ++i, now += 20ms)
                playout.next(now, out);
            playout.start_at(1'000 + 50 * 960);
            CHECK(hear(49) == audio::Inserted::late);
            for (std::uint16_t i = 50; i < 60; ++i)
                CHECK(hear(i) == audio::Inserted::kept);
            CHECK(*playout.played_until() >= 1'000 + 57 * 960);
        }
    }
}
