// A link that does what was recorded, and what was planned for certain times.
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/allocation_counter.h"
#include "tests/catch.h"
#include "tests/tools/linksim/sending.h"

using namespace giaoban;
using namespace giaoban::linksim;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<const DelayTrace> delays(std::vector<Duration> values) {
    return std::make_shared<DelayTrace>(DelayTrace{.delays = std::move(values)});
}

std::shared_ptr<const LossTrace> losses(std::vector<bool> values) {
    return std::make_shared<LossTrace>(LossTrace{.lost = std::move(values)});
}

std::shared_ptr<const DeliveryTrace> deliveries(std::vector<Duration> times) {
    return std::make_shared<DeliveryTrace>(DeliveryTrace{.times = std::move(times)});
}

std::vector<Duration> delays_of(const Run& run) {
    std::vector<Duration> all;
    for (const auto& arrival : run.arrivals)
        all.push_back(arrival.delay);
    return all;
}

}  // namespace

SCENARIO("a link plays recorded delays", "[linksim][trace]") {
    // A stall of 60 ms: what came in meanwhile comes out with its end.
    const auto stall = delays({5ms, 60ms, 40ms, 20ms, 0ms});
    GIVEN("packets each 20 ms") {
        Link link({.delay = 100ms, .delay_trace = stall}, 1);
        THEN("each has its own value on top of the least delay, again and again") {
            CHECK(delays_of(send(link, 7)) ==
                  std::vector<Duration>{105ms, 160ms, 140ms, 120ms, 100ms, 105ms, 160ms});
        }
    }
    GIVEN("packets each 60 ms") {
        Link link({.delay_trace = stall}, 1);
        THEN("they meet the link at their own times") {
            CHECK(delays_of(send(link, 3, 100, 60ms)) == std::vector<Duration>{5ms, 20ms, 60ms});
        }
    }
    GIVEN("packets each 10 ms") {
        Link link({.delay_trace = stall}, 1);
        THEN("those between have what lies between, and nobody overtakes") {
            const Run run = send(link, 9, 100, 10ms);
            CHECK(in_order(run));
            CHECK(run.arrivals[1].delay == 32500us);
            CHECK(run.arrivals[3].delay == 50ms);
        }
    }
    GIVEN("a recording that does not repeat") {
        Link link({.delay = 10ms, .delay_trace = stall, .repeat = false}, 1);
        THEN("the least delay is left after its end") {
            const auto all = delays_of(send(link, 8));
            CHECK(all[3] == 30ms);
            CHECK(std::vector<Duration>(all.begin() + 4, all.end()) ==
                  std::vector<Duration>{10ms, 10ms, 10ms, 10ms});
        }
    }
    GIVEN("jitter and stalls besides") {
        Link link({.jitter = 30ms, .stalls_per_minute = 100, .stall = 300ms, .delay_trace = stall},
                  1);
        THEN("the recording takes their place") {
            CHECK(delays_of(send(link, 5)) == stall->delays);
        }
    }
}

TEST_CASE("a recording counts from the link's begin, or from the first packet",
          "[linksim][trace]") {
    const LinkSettings settings{.delay_trace = delays({10ms, 20ms, 30ms, 40ms})};
    Link begun(settings, 1);
    begun.begin(start - 40ms);
    CHECK(send(begun, 1).arrivals.at(0).delay == 30ms);
    Link late(settings, 1);
    CHECK(send(late, 1).arrivals.at(0).delay == 10ms);
    // The same recording goes on when other settings change; another one begins.
    LinkSettings more = settings;
    more.delay = 1ms;
    begun.apply(more);
    CHECK(send(begun, 1, 100, 20ms, start + 20ms).arrivals.at(0).delay == 41ms);
    more.delay_trace = delays({7ms});
    begun.apply(more);
    // 8 ms from its own first value, but not before the one that comes out at 61.
    CHECK(send(begun, 1, 100, 20ms, start + 40ms).arrivals.at(0).delay == 21ms);
}

TEST_CASE("recorded loss meets packets in their order, whatever their spacing",
          "[linksim][trace]") {
    const auto recorded = losses({false, true, true, false});
    for (const Duration interval : {Duration{20ms}, Duration{60ms}, Duration{0ms}}) {
        Link link({.loss = 1, .loss_trace = recorded}, 1);
        const Run run = send(link, 6, 100, interval);
        using enum Fate;
        CHECK(run.fates == std::vector<Fate>{carried, lost, lost, carried, carried, lost});
        CHECK(run.counters.longest_loss == 2);
    }
    Link once({.loss = 1, .loss_trace = recorded, .repeat = false}, 1);
    CHECK(send(once, 100).counters.lost == 2);
}

SCENARIO("a link carries when it could carry in a recording", "[linksim][trace]") {
    GIVEN("an opportunity each 100 ms") {
        const auto slow = deliveries({100ms});
        Link link({.delay = 5ms, .queue = 1s, .deliveries = slow}, 1);
        THEN("packets wait for the next one and go together") {
            // 100 bytes and 28 of headers: 11 fit into 1500 bytes.
            CHECK(delays_of(send(link, 6)) ==
                  std::vector<Duration>{105ms, 85ms, 65ms, 45ms, 25ms, 5ms});
        }
        THEN("what is offered beyond its rate fills the queue, which is finite") {
            // 1 s at 120 kbit/s are 15,000 bytes: 117 packets of 128.
            const Run run = send(link, 500, 100, 0ms);
            CHECK(run.arrivals.size() == 117);
            CHECK(run.counters.overflow == 383);
            CHECK(in_order(run));
            // The 117th ends in the tenth opportunity.
            CHECK(run.arrivals.back().delay == 1005ms);
        }
        AND_THEN("twice its rate delivers its rate") {
            // 128 bytes each 4.267 ms are 240 kbit/s.
            const Run run = send(link, 20'000, 100, 4267us);
            const double bps =
                static_cast<double>(run.arrivals.size()) * 1024 / (20'000 * 4.267e-3);
            CHECK(bps == Approx(120'000).epsilon(0.02));
        }
    }
    GIVEN("one that ends and does not repeat, and a rate besides") {
        Link link({.rate_bps = 1000, .deliveries = deliveries({10ms, 50ms}), .repeat = false}, 1);
        THEN("the recording takes the place of the rate, and has no effect after its end") {
            CHECK(delays_of(send(link, 5)) == std::vector<Duration>{10ms, 30ms, 10ms, 0ms, 0ms});
        }
    }
}

TEST_CASE("outages come at their times, each way on its own", "[linksim]") {
    Link link({.delay = 10ms, .outages = {{100ms, 50ms}, {1s, 200ms}, {1100ms, 200ms}}}, 1);
    const Run run = send(link, 100);
    for (std::size_t i = 0; i < run.fates.size(); ++i) {
        const Duration at = i * 20ms;
        const bool dead = (at >= 100ms && at < 150ms) || (at >= 1s && at < 1300ms);
        CHECK((run.fates[i] == Fate::outage) == dead);
    }
    CHECK(run.counters.outage == 3 + 15);
    // One that is asked for comes on top, and its end does not end the others.
    Link both({.outages = {{100ms, 50ms}}}, 1);
    both.begin(start);
    both.outage(start, 110ms);
    CHECK(both.offer({}, start) == Fate::outage);
    both.outage(start + 105ms, 0ms);
    CHECK(both.offer({}, start + 110ms) == Fate::outage);
    CHECK(both.offer({}, start + 150ms) == Fate::carried);
}

TEST_CASE("a new list of outages counts from its own begin", "[linksim]") {
    Link link({}, 1);
    link.begin(start);
    link.apply({.outages = {{1s, 1s}}});
    link.begin(start + 10s);
    CHECK(link.offer({}, start + 10s) == Fate::carried);
    CHECK(link.offer({}, start + 11s) == Fate::outage);
    CHECK(link.offer({}, start + 12s) == Fate::carried);
}

TEST_CASE("the sender's address changes at the times that were set", "[linksim]") {
    Link link({.address_changes = {20s, 5s}}, 1);
    CHECK(link.address_changes(start + 100s) == 0);
    link.begin(start);
    CHECK(link.address_changes(start) == 0);
    CHECK(link.address_changes(start + 5s) == 1);
    CHECK(link.address_changes(start + 19s) == 1);
    CHECK(link.address_changes(start + 20s) == 2);
    link.apply({});
    CHECK(link.address_changes(start + 30s) == 0);
}

TEST_CASE("recordings and chance together are the same for the same seed", "[linksim][trace]") {
    const LinkSettings settings{.jitter = 3ms,
                                .loss = 0.1,
                                .loss_burst = 3,
                                .good_loss = 0.01,
                                .bad_survival = 0.1,
                                .queue = 300ms,
                                .reorder = 0.02,
                                .duplicate = 0.02,
                                .deliveries = deliveries({3ms, 40ms, 41ms, 90ms})};
    const auto trace = [&](std::uint64_t seed) {
        Link link(settings, seed);
        return delays_of(send(link, 5000));
    };
    CHECK(trace(7) == trace(7));
    CHECK(trace(7) != trace(8));
}

TEST_CASE("a link that runs takes no memory", "[linksim][trace]") {
    Link link({.delay = 50ms,
               .loss = 0.05,
               .queue = 500ms,
               .reorder = 0.05,
               .duplicate = 0.05,
               .delay_trace = delays({0ms, 90ms, 70ms, 50ms, 30ms, 10ms}),
               .deliveries = deliveries({3ms, 40ms, 41ms, 90ms}),
               .outages = {{210s, 1s}}},
              5);
    const std::array<std::byte, 100> packet{};
    const auto run = [&](Instant from, int count) {
        for (int i = 0; i < count; ++i) {
            const Instant now = from + i * 5ms;
            while (link.take(now)) {
            }
            static_cast<void>(link.offer(packet, now));
        }
    };
    // Memory is taken only while more packets are on the way than ever before: most of them soon.
    run(start, 40'000);
    const test::AllocationCounter counter;
    run(start + 200s, 4000);
    CHECK(counter.count() == 0);
    CHECK(link.counters().delivered > 40'000);
    CHECK(link.counters().outage == 200);
}
