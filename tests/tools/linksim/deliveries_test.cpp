#include "tools/linksim/deliveries.h"

#include <chrono>
#include <memory>
#include <utility>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::linksim;
using namespace std::chrono_literals;

namespace {

const Instant start{1000s};

Deliveries at(std::vector<Duration> times) {
    auto trace = std::make_shared<DeliveryTrace>();
    trace->times = std::move(times);
    Deliveries deliveries;
    deliveries.start(std::move(trace), start);
    return deliveries;
}

}  // namespace

TEST_CASE("packets share an opportunity until it is full", "[linksim][trace]") {
    auto link = at({10ms, 20ms, 30ms});
    for (int i = 0; i < 3; ++i)
        CHECK(link.carry(500, start, true) == start + 10ms);
    CHECK(link.carry(1, start, true) == start + 20ms);
}

TEST_CASE("a packet that does not fit takes the rest from the next", "[linksim][trace]") {
    auto link = at({10ms, 20ms, 30ms});
    CHECK(link.carry(1000, start, true) == start + 10ms);
    CHECK(link.carry(1000, start, true) == start + 20ms);
    CHECK(link.carry(1000, start, true) == start + 20ms);
    CHECK(link.carry(1500, start, true) == start + 30ms);
}

TEST_CASE("an opportunity that nobody waits for is gone", "[linksim][trace]") {
    auto link = at({10ms, 20ms, 30ms});
    CHECK(link.carry(100, start + 10ms, true) == start + 10ms);
    CHECK(link.carry(100, start + 11ms, true) == start + 20ms);
    CHECK(link.carry(100, start + 20ms, true) == start + 20ms);
    CHECK(link.carry(100, start + 25ms, true) == start + 30ms);
}

TEST_CASE("a recording of opportunities begins again at its end", "[linksim][trace]") {
    auto link = at({10ms, 30ms});
    CHECK(link.carry(1500, start + 30ms, true) == start + 30ms);
    CHECK(link.carry(1500, start + 30ms, true) == start + 40ms);
    CHECK(link.carry(1500, start + 30ms, true) == start + 60ms);
    CHECK(link.carry(1, start + 3000s + 11ms, true) == start + 3000s + 30ms);
    // Both the last of one round and the first of the next lie at the same time when that is 0.
    auto at_once = at({0ms, 10ms});
    CHECK(at_once.carry(1500, start + 10ms, true) == start + 10ms);
    CHECK(at_once.carry(1500, start + 10ms, true) == start + 10ms);
    CHECK(at_once.carry(1500, start + 10ms, true) == start + 20ms);
}

TEST_CASE("a recording that does not repeat lets everything through after its end",
          "[linksim][trace]") {
    auto link = at({10ms, 30ms});
    CHECK(link.carry(1500, start, false) == start + 10ms);
    CHECK(link.carry(2000, start, false) == start + 30ms);
    CHECK(link.carry(1500, start + 31ms, false) == start + 31ms);
    CHECK(link.carry(1500, start + 1h, false) == start + 1h);
}
