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
    CHECK(all.back().frame == 20ms);
    CHECK(wire_bps(all.back()) == 50'000);
    for (std::size_t i = 1; i < all.size(); ++i) {
        INFO("rung " << i);
        CHECK(wire_bps(all[i]) > wire_bps(all[i - 1]));
        CHECK(all[i].frame <= all[i - 1].frame);
    }
}

TEST_CASE("every rung is one that Opus can do and that does not contradict itself", "[link]") {
    for (const Rung& one : rungs()) {
        CHECK(one.frame % 20ms == Samples::zero());
        CHECK(one.frame <= 120ms);
        CHECK(one.bitrate_bps >= 6'000);
        // One redundancy at most, and none without loss that is expected.
        CHECK_FALSE((one.fec && one.dred_reach > Samples::zero()));
        if (one.fec || one.dred_reach > Samples::zero()) CHECK(one.expected_loss_percent > 0);
        // A packet stays below what goes through every tunnel in one piece (IPv6: 1280 bytes).
        const auto payload = one.bitrate_bps * one.frame.count() / 48'000 / 8;
        CHECK(payload + 50 < 1280);
    }
    CHECK(rung(default_rung).dred_reach > Samples::zero());
    CHECK(&rung(RungIndex{0}) == &rungs().front());
}
