// Outages, stalls and loss that ends: how soon a conversation is a conversation again.
#include "config/vocab/random.h"
#include "tests/audio/playout/journey.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;

namespace {

constexpr Duration lost{-1};
constexpr std::int64_t from = 500;  // the first frame of 20 ms that is not there in time

Samples off_target(const audio::PlayoutStats& stats) {
    return std::chrono::abs(stats.depth - stats.target);
}

}  // namespace

SCENARIO("two seconds after an outage delay is within 50 ms of the target", "[audio][playout]") {
    const auto tenths = GENERATE(2, 5, 10, 20, 30, 50);
    const std::int64_t until = from + tenths * 5;
    const Duration outage = std::chrono::milliseconds{tenths * 100};
    GIVEN("a link that loses all packets for " + std::to_string(tenths * 100) + " ms") {
        Journey journey;
        journey.dred = 1s;
        journey.link = [&](std::int64_t n) {
            return n >= from && n < until ? lost : Duration{30ms};
        };
        journey.run(10s + outage + 2s + 50ms);
        CHECK(journey.last_kind >= audio::TickKind::played);
        CHECK(off_target(journey.playout.stats()) <= Samples{50ms});
        CHECK(journey.playout.stats().dred >= Samples{100ms});
        CHECK(journey.playout.stats().interruptions == (tenths > 2 ? 1 : 0));
    }
    GIVEN("a link that holds everything back so long and then delivers it at once") {
        Journey journey;
        journey.link = [&](std::int64_t n) {
            return n >= from && n < until ? Duration{30ms} + (until - n) * 20ms : Duration{30ms};
        };
        journey.run(10s + outage + 2s + 50ms);
        const auto stats = journey.playout.stats();
        CHECK(off_target(stats) <= Samples{50ms});
        CHECK(stats.late == 0);
        THEN("what is less than a second behind is played faster, and only the rest left out") {
            CHECK(stats.skipped <= std::max(tenths * Samples{100ms} - Samples{900ms}, Samples{0}));
            CHECK(stats.never_played == static_cast<std::uint64_t>(stats.skipped / 20ms));
        }
    }
}

SCENARIO("loss raises the target as far as redundancy needs, and no longer than 5 s",
         "[audio][playout]") {
    GIVEN("40 % of burst loss without jitter for 30 s, all of it within the reach of redundancy") {
        Journey journey;
        journey.dred = 1s;
        SeededRandom random(4);
        bool is_lost = false;
        journey.link = [&](std::int64_t n) {
            is_lost = n >= 500 && n < 2'000 && random.unit() < (is_lost ? 0.5 : 0.333);
            return is_lost ? lost : Duration{30ms};
        };
        journey.run(10s);
        const Samples clean = journey.playout.stats().target;
        journey.run(30s);
        const auto lossy = journey.playout.stats();
        CHECK(lossy.target >= clean + Samples{40ms});
        CHECK(lossy.target <= clean + Samples{150ms});
        CHECK(lossy.plc <= (lossy.played + lossy.dred) / 20);
        journey.run(5s);
        CHECK(journey.playout.stats().target == clean);
        CHECK(journey.playout.stats().depth <= clean + Samples{20ms});
    }
}

SCENARIO("a stall that comes on schedule is waited for", "[audio][playout]") {
    const bool on_schedule = GENERATE(true, false);
    GIVEN("stalls of 200 ms each 5.12 s, or at any time") {
        Journey journey;
        SeededRandom random(5);
        std::int64_t next = 256;
        std::int64_t stalled_until = 0;
        journey.link = [&](std::int64_t n) {
            if (n == next) {
                stalled_until = n + 10;
                next += on_schedule ? 256 : 156 + static_cast<std::int64_t>(random.below(200));
            }
            return n < stalled_until ? Duration{30ms} + (stalled_until - n) * 20ms : Duration{30ms};
        };
        journey.run(40s);
        const auto before = journey.playout.stats();
        journey.run(60s);
        const auto after = journey.playout.stats();
        const Samples made_up = (after.plc - before.plc) + (after.silence - before.silence);
        INFO("made up " << made_up / 1ms << " ms");
        if (on_schedule) {
            CHECK(made_up <= Samples{11 * 20ms});
        } else {
            CHECK(made_up >= Samples{11 * 30ms});
        }
        CHECK(after.skipped == Samples{0});
    }
}

SCENARIO("more than can be held comes at once, and the newest is kept", "[audio][playout]") {
    GIVEN("64 slots and a stall of 4 s") {
        audio::PlayoutLimits limits;
        limits.slots = 64;
        Journey journey(limits);
        journey.link = [&](std::int64_t n) {
            return n >= from && n < 700 ? Duration{30ms} + (700 - n) * 20ms : Duration{30ms};
        };
        journey.run(14s + 300ms);
        CHECK(journey.last_kind >= audio::TickKind::played);
        CHECK(journey.playout.stats().too_far_ahead == 0);
        journey.run(2s);
        CHECK(off_target(journey.playout.stats()) <= Samples{50ms});
    }
}
