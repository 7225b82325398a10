#include "net/link/rung.h"

#include <chrono>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("headers take 50 bytes a packet: the shorter the frame, the more", "[link]") {
    CHECK(wire_overhead == 50);
    CHECK(wire_bps(20ms, 0) == 20'000);
    CHECK(wire_bps(40ms, 0) == 10'000);
    CHECK(wire_bps(60ms, 0) == 6'666);
    CHECK(wire_bps(100ms, 0) == 4'000);
    CHECK(wire_bps(120ms, 0) == 3'333);
    CHECK(wire_bps(20ms, 30'000) == 50'000);
}

TEST_CASE("the ladder goes from 120 ms at 10 kbit/s on the wire to 20 ms at 50", "[link]") {
    const auto& all = rungs();
    CHECK(all.front().frame == 120ms);
    CHECK(wire_bps(all.front()) == Approx(10'000).epsilon(0.01));
    CHECK(rung(default_rung).frame == 20ms);
    CHECK(wire_bps(rung(default_rung)) == 50'000);
    CHECK(rung(default_rung).step == widest_step);
    for (std::size_t i = 1; i < all.size(); ++i) {
        INFO("rung " << i);
        if (all[i].step == all[i - 1].step) continue;
        // Neither so near that a step says nothing, nor so far that trying it fills a link's queue at once.
        const double ratio = static_cast<double>(wire_bps(all[i])) / wire_bps(all[i - 1]);
        CHECK(ratio > 1.25);
        CHECK(ratio < 1.5);
        CHECK(all[i].form == RungForm::plain);
    }
}

TEST_CASE("both forms of a step take the same of the wire: loss alone costs no rate", "[link]") {
    for (std::size_t i = 0; i + 1 < rung_count; ++i) {
        const Rung& plain = rungs()[i];
        const Rung& redundant = rungs()[i + 1];
        if (plain.step != redundant.step) continue;
        INFO("step " << name_of(RungIndex{static_cast<std::uint8_t>(i)}));
        CHECK(wire_bps(redundant) == Approx(wire_bps(plain)).epsilon(0.05));
        CHECK(redundant.frame > plain.frame);
        CHECK(redundant.dred_reach > Samples::zero());
    }
}

TEST_CASE("every rung is one that Opus can do and that does not contradict itself", "[link]") {
    for (const Rung& one : rungs()) {
        CHECK(Samples{120ms} % one.frame == Samples::zero());
        CHECK(one.frame % 20ms == Samples::zero());
        CHECK(one.bitrate_bps >= 6'000);
        // One redundancy at most, and none without loss that is expected.
        CHECK_FALSE((one.fec && one.dred_reach > Samples::zero()));
        CHECK((one.fec || one.dred_reach > Samples::zero()) == (one.expected_loss_percent > 0));
        // A packet stays below what goes through every tunnel in one piece (IPv6: 1280 bytes).
        const auto payload = one.bitrate_bps * one.frame.count() / 48'000 / 8;
        CHECK(payload + 50 < 1280);
    }
    CHECK(&rung(RungIndex{0}) == &rungs().front());
}

TEST_CASE("a rung is found by its step and form, and a step without redundancy has one form",
          "[link]") {
    for (std::uint8_t i = 0; i < rung_count; ++i) {
        const Rung& one = rung(RungIndex{i});
        CHECK(rung_of(one.step, one.form) == RungIndex{i});
    }
    CHECK(rung_of(RungStep{0}, RungForm::redundant) == rung_of(RungStep{0}, RungForm::plain));
    CHECK(name_of(rung_of(RungStep{3}, RungForm::plain)) == "3");
    CHECK(name_of(rung_of(RungStep{3}, RungForm::redundant)) == "3+");
}

TEST_CASE("frames of any two rungs end together within 120 ms", "[link]") {
    for (std::uint8_t a = 0; a < rung_count; ++a) {
        for (std::uint8_t b = 0; b < rung_count; ++b) {
            const Samples both = common_frame(RungIndex{a}, RungIndex{b});
            CHECK(both % rung(RungIndex{a}).frame == Samples::zero());
            CHECK(both % rung(RungIndex{b}).frame == Samples::zero());
            CHECK(both <= 120ms);
        }
    }
}
