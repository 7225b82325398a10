#include "net/link/rung_chooser.h"

#include <chrono>

#include "tests/catch.h"
#include "tests/net/link/one_way.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::link_test;
using namespace std::chrono_literals;

namespace {

linksim::LinkSettings carries(std::uint64_t bps, double loss = 0) {
    return {
        .delay = 100ms, .jitter = 5ms, .loss = loss, .loss_burst = 2, .rate_bps = bps, .queue = 2s};
}

}  // namespace

TEST_CASE("a quiet link that carries all of it is given the widest rung within 20 s", "[link]") {
    OneWay way({.delay = 100ms, .jitter = 5ms}, 1);
    way.run_for(20s);
    CHECK(way.chosen() == rung_of(widest_step, RungForm::plain));
    const int changes = way.changes();
    way.run_for(600s);
    CHECK(way.changes() == changes);
}

TEST_CASE("congestion brings a step down within 2 s, several at once when so little comes through",
          "[link]") {
    const int kbps = GENERATE(12, 16, 20, 30, 40);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        OneWay way({.delay = 100ms, .jitter = 5ms}, seed);
        way.run_for(30s);
        REQUIRE(way.step() == 5);
        way.set_link(carries(static_cast<std::uint64_t>(kbps) * 1000));
        way.run_for(2s);
        INFO(kbps << " kbit/s, seed " << seed);
        CHECK(way.step() < 5);
        CHECK(wire_bps(rung(way.chosen())) <= kbps * 1000);
        // and the queue is gone soon.
        way.run_for(8s);
        (void)way.take_longest();
        way.run_for(5s);
        CHECK(way.take_longest() < 900ms);
    }
}

TEST_CASE("over 20 kbit/s no queue grows beyond half a second, once it was found out", "[link]") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        OneWay way(carries(20'000, 0.02), seed);
        way.run_for(10s);
        (void)way.take_longest();
        way.run_for(600s);
        INFO("seed " << seed);
        CHECK(way.take_longest() < 900ms);
        CHECK(way.step() >= 1);
        // Trials come ever more seldom: within 10 minutes about a dozen, each there and back, and forms.
        CHECK(way.changes() < 40);
    }
}

TEST_CASE("loss alone brings redundancy and no lower rate, and it goes when the loss does",
          "[link]") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        OneWay way({.delay = 100ms, .jitter = 5ms}, seed);
        way.run_for(30s);
        const double loss = GENERATE(0.05, 0.1, 0.4);
        way.set_link({.delay = 100ms, .jitter = 5ms, .loss = loss, .loss_burst = 2});
        way.run_for(20s);
        CHECK(way.chosen() == rung_of(widest_step, RungForm::redundant));
        way.run_for(60s);
        CHECK(way.step() == 5);
        way.set_link({.delay = 100ms, .jitter = 5ms});
        way.run_for(80s);
        CHECK(way.chosen() == rung_of(widest_step, RungForm::plain));
    }
}

TEST_CASE("jitter and stalls of a cellular link are not taken for congestion", "[link]") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        OneWay way({.delay = 80ms,
                    .jitter = 25ms,
                    .stalls_per_minute = 6,
                    .stall = 400ms,
                    .loss = 0.03,
                    .loss_burst = 2,
                    .rate_bps = 400'000,
                    .queue = 1s},
                   seed);
        way.run_for(40s);
        int below = 0;
        for (int i = 0; i < 300; ++i) {
            way.run_for(1s);
            below += way.step() < 5 ? 1 : 0;
        }
        INFO("seed " << seed);
        CHECK(below < 30);
    }
}

TEST_CASE("a link that becomes better is found out by trials", "[link]") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        OneWay way(carries(20'000), seed);
        way.run_for(60s);
        REQUIRE(way.step() <= 2);
        way.set_link(carries(100'000));
        // At worst the longest wait, and the climb.
        way.run_for(160s);
        INFO("seed " << seed);
        CHECK(way.step() == 5);
    }
}

TEST_CASE("a link that throws away what is too much, without a queue, is not climbed", "[link]") {
    // A policer: what does not fit into 20 ms is lost.
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        linksim::LinkSettings policer = carries(30'000);
        policer.queue = 20ms;
        OneWay way(policer, seed);
        way.run_for(60s);
        int above = 0;
        for (int i = 0; i < 300; ++i) {
            way.run_for(1s);
            above += way.step() > 3 ? 1 : 0;
        }
        INFO("seed " << seed);
        CHECK(above < 60);
    }
}

TEST_CASE("bounds hold, and equal bounds fix the step", "[link]") {
    OneWay narrow({.delay = 100ms}, 1, {.least = RungStep{1}, .most = RungStep{2}, .form = {}},
                  widest_step);
    CHECK(narrow.step() == 2);
    narrow.run_for(60s);
    CHECK(narrow.step() == 2);
    narrow.set_link(carries(8'000));
    narrow.run_for(10s);
    CHECK(narrow.step() == 1);

    OneWay fixed(carries(20'000, 0.1), 1,
                 {.least = RungStep{4}, .most = RungStep{4}, .form = RungForm::plain}, RungStep{0});
    fixed.run_for(60s);
    CHECK(fixed.chosen() == rung_of(RungStep{4}, RungForm::plain));
    CHECK(fixed.changes() == 0);
}

TEST_CASE("whoever is told nothing changes nothing", "[link]") {
    RungChooser chooser({}, RungStep{3});
    Instant now{1000s};
    for (int i = 0; i < 1000; ++i)
        chooser.on_reading({}, 100ms, now += 1s);
    CHECK(chooser.rung() == rung_of(RungStep{3}, RungForm::plain));
}
