#include "tools/linksim/link.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <new>
#include <vector>

#include "tests/catch.h"
#include "tests/tools/linksim/sending.h"
#include "tools/linksim/profile.h"

using namespace giaoban;
using namespace giaoban::linksim;
using namespace std::chrono_literals;

namespace {

double mean_burst(const Run& run) {
    int lost = 0;
    int bursts = 0;
    bool before = false;
    for (const auto fate : run.fates) {
        const bool now = fate == Fate::lost;
        lost += now ? 1 : 0;
        bursts += now && !before ? 1 : 0;
        before = now;
    }
    return bursts == 0 ? 0 : static_cast<double>(lost) / bursts;
}

}  // namespace

TEST_CASE("a perfect link hands every packet over at once and whole", "[linksim]") {
    Link link({}, 1);
    const std::vector<std::byte> packet{std::byte{1}, std::byte{2}, std::byte{3}};
    CHECK(link.next_deadline() == never);
    CHECK(link.offer(packet, start) == Fate::carried);
    CHECK(link.next_deadline() == start);
    const auto out = link.take(start);
    REQUIRE(out);
    CHECK(std::vector<std::byte>(out->begin(), out->end()) == packet);
    CHECK_FALSE(link.take(start));
    CHECK(link.counters().delivered_bytes == 3);
}

TEST_CASE("an empty datagram is a datagram", "[linksim]") {
    Link link({.delay = 5ms}, 1);
    CHECK(link.offer({}, start) == Fate::carried);
    CHECK_FALSE(link.take(start + 4ms));
    const auto out = link.take(start + 5ms);
    REQUIRE(out);
    CHECK(out->empty());
}

TEST_CASE("delay alone moves every packet by the same time", "[linksim]") {
    Link link({.delay = 150ms}, 1);
    const Run run = send(link, 1000);
    REQUIRE(run.arrivals.size() == 1000);
    for (const auto& arrival : run.arrivals)
        REQUIRE(arrival.delay == 150ms);
}

TEST_CASE("the same seed makes the same link, another seed another", "[linksim]") {
    const auto& bad = find_profile("3g-bad")->up;
    const auto trace = [&](std::uint64_t seed) {
        Link link(bad, seed);
        std::vector<std::int64_t> times;
        for (const auto& arrival : send(link, 5000).arrivals) {
            times.push_back(arrival.number * 1'000'000'000'000LL + arrival.delay.count());
        }
        return times;
    };
    CHECK(trace(7) == trace(7));
    CHECK(trace(7) != trace(8));
}

TEST_CASE("jitter adds its mean and overtakes nobody", "[linksim]") {
    // Packets far apart, so that none waits for another: the mean of 20,000 exponential delays of
    // mean 10 ms has a deviation of 10 / sqrt(20,000) = 0.07 ms; five deviations are 0.35. For the
    // half bell curve it is 10 x 0.756 / 141 = 0.053 ms.
    for (const auto shape : {JitterShape::laplace, JitterShape::gauss}) {
        Link link({.delay = 50ms, .jitter = 10ms, .jitter_shape = shape}, 3);
        const Run run = send(link, 20'000, 100, 2s);
        CHECK(mean_ms(run) == Approx(60).margin(0.35));
        // Tight together they queue, and stay in order.
        Link tight({.delay = 50ms, .jitter = 30ms, .jitter_shape = shape}, 4);
        CHECK(in_order(send(tight, 20'000, 100, 1ms)));
    }
}

TEST_CASE("loss has the part and the bursts that were asked for", "[linksim]") {
    const auto [loss, burst] = GENERATE(
        table<double, double>({{0.05, 2.0}, {0.01, 1.0}, {0.2, 2.0}, {0.4, 2.0}, {0.4, 5.0}}));
    constexpr std::uint32_t count = 400'000;
    Link link({.loss = loss, .loss_burst = burst}, 11);
    const Run run = send(link, count);
    const double expected_burst = std::max(burst, 1 / (1 - loss));
    // Losses of a Gilbert chain: variance of their number is n p (1 - p) (1 + r) / (1 - r) with r the
    // correlation of neighbours, 1 - 1/burst - entering. Five deviations.
    const double entering = loss / (expected_burst * (1 - loss));
    const double r = 1 - 1 / expected_burst - entering;
    const double deviation = std::sqrt(loss * (1 - loss) * (1 + r) / (1 - r) / count);
    CHECK(static_cast<double>(run.counters.lost) / count == Approx(loss).margin(5 * deviation));
    // Burst lengths are geometric: deviation sqrt(b (b - 1)) each, over n p / b bursts.
    const double bursts = count * loss / expected_burst;
    const double burst_deviation = std::sqrt(expected_burst * (expected_burst - 1) / bursts) + 1e-3;
    CHECK(mean_burst(run) == Approx(expected_burst).margin(5 * burst_deviation));
}

TEST_CASE("a link that loses everything and one that loses nothing", "[linksim]") {
    Link dead({.loss = 1}, 1);
    CHECK(send(dead, 100).arrivals.empty());
    Link well({.loss = 0}, 1);
    CHECK(send(well, 100).arrivals.size() == 100);
}

TEST_CASE("a rate spreads packets out and the queue before it is finite", "[linksim]") {
    // 100 bytes and 28 of headers at 128 kbit/s take 8 ms.
    Link link({.rate_bps = 128'000, .queue = 400ms}, 1);
    SECTION("what fits passes with its own sending time") {
        for (const auto& arrival : send(link, 500).arrivals)
            REQUIRE(arrival.delay == 8ms);
    }
    SECTION("what comes at once goes out one by one, and no more than the queue holds") {
        const Run run = send(link, 200, 100, 0ms);
        // 400 ms at 128 kbit/s are 6400 bytes: 50 packets.
        REQUIRE(run.arrivals.size() == 50);
        CHECK(run.counters.overflow == 150);
        for (std::size_t i = 0; i < run.arrivals.size(); ++i) {
            REQUIRE(run.arrivals[i].delay == 8ms * (static_cast<int>(i) + 1));
        }
    }
    SECTION("twice the rate that is there delivers the rate that is there") {
        // 4 ms apart where 8 are needed, for 40 s.
        const Run run = send(link, 10'000, 100, 4ms);
        const double seconds = 40.0 + 0.4;
        const double bps = static_cast<double>(run.arrivals.size()) * 128 * 8 / seconds;
        CHECK(bps == Approx(128'000).epsilon(0.01));
    }
}

TEST_CASE("a stall holds everything back and then lets it go in order", "[linksim]") {
    // 6 stalls a minute of 200 ms: in one for 2 % of the time. Of 6000 s these are 600 stalls; a
    // share of r d has a relative deviation of about sqrt(2 / 600) = 5.8 %; five are 0.29.
    Link link({.delay = 10ms, .stalls_per_minute = 6, .stall = 200ms}, 5);
    const Run run = send(link, 300'000);
    CHECK(in_order(run));
    CHECK(run.arrivals.size() == 300'000);
    std::size_t held = 0;
    for (const auto& arrival : run.arrivals)
        held += arrival.delay > 10ms ? 1U : 0U;
    CHECK(static_cast<double>(held) / 300'000 == Approx(0.02).epsilon(0.29));
}

TEST_CASE("reordering holds back the part that was asked for", "[linksim]") {
    Link link({.delay = 20ms, .reorder = 0.1, .reorder_by = 50ms}, 9);
    const Run run = send(link, 100'000);
    CHECK(run.arrivals.size() == 100'000);
    CHECK_FALSE(in_order(run));
    // Deviation sqrt(0.1 x 0.9 / 100,000) = 0.00095; five are 0.0047.
    CHECK(static_cast<double>(run.counters.reordered) / 100'000 == Approx(0.1).margin(0.0047));
    for (const auto& arrival : run.arrivals) {
        REQUIRE((arrival.delay == 20ms || arrival.delay == 70ms));
    }
}

TEST_CASE("duplicates come twice and are whole", "[linksim]") {
    Link link({.delay = 20ms, .duplicate = 0.2}, 9);
    const Run run = send(link, 100'000);
    CHECK(run.arrivals.size() == 100'000 + run.counters.duplicated);
    // Deviation sqrt(0.2 x 0.8 / 100,000) = 0.00126; five are 0.0063.
    CHECK(static_cast<double>(run.counters.duplicated) / 100'000 == Approx(0.2).margin(0.0063));
    CHECK(in_order(run));
}

TEST_CASE("an outage loses what is offered while it lasts, and nothing else", "[linksim]") {
    Link link({.delay = 100ms}, 1);
    link.outage(start + 1s, 5s);
    std::vector<std::byte> packet(10);
    // An outage takes effect at once; what is on the way arrives.
    CHECK(link.offer(packet, start + 1s) == Fate::outage);
    CHECK(link.offer(packet, start + 5999ms) == Fate::outage);
    CHECK(link.offer(packet, start + 6s) == Fate::carried);
    CHECK(link.next_deadline() == start + 6100ms);
    CHECK(link.counters().outage == 2);
}

TEST_CASE("new settings hold from the next packet on and break no order", "[linksim]") {
    Link link({.delay = 500ms}, 1);
    std::vector<std::byte> first(4);
    store_u32(first, 1);
    std::vector<std::byte> second(4);
    store_u32(second, 2);
    CHECK(link.offer(first, start) == Fate::carried);
    link.apply({.delay = 1ms});
    CHECK(link.offer(second, start + 1ms) == Fate::carried);
    const auto one = link.take(start + 1s);
    REQUIRE(one);
    CHECK(load_u32(*one) == 1);
    const auto two = link.take(start + 1s);
    REQUIRE(two);
    CHECK(load_u32(*two) == 2);
}

TEST_CASE("a datagram longer than a link carries is counted and dropped", "[linksim]") {
    Link link({}, 1);
    const std::vector<std::byte> most(Link::most_bytes);
    const std::vector<std::byte> more(Link::most_bytes + 1);
    CHECK(link.offer(most, start) == Fate::carried);
    CHECK(link.offer(more, start) == Fate::oversized);
}

TEST_CASE("a time that goes backwards does no harm", "[linksim]") {
    Link link({.delay = 10ms, .jitter = 5ms, .rate_bps = 100'000}, 1);
    std::vector<std::byte> packet(50);
    CHECK(link.offer(packet, start + 10s) == Fate::carried);
    CHECK(link.offer(packet, start) == Fate::carried);
    CHECK(link.next_deadline() >= start + 10s);
}

TEST_CASE("no more packets are on the way than the bound", "[linksim]") {
    Link link({.delay = 3600s}, 1);
    const Run run = send(link, Link::most_packets + 10, 20, 1ms);
    CHECK(run.counters.overflow == 10);
    CHECK(run.arrivals.size() == Link::most_packets);
}

TEST_CASE("every profile is found by its name and does what it says", "[linksim]") {
    CHECK(profiles().front().name == "clean");
    CHECK(find_profile("nowhere") == nullptr);
    REQUIRE(find_profile(default_profile) != nullptr);
    for (const auto& profile : profiles()) {
        INFO(profile.name);
        CHECK(find_profile(profile.name) == &profile);
        for (const auto* settings : {&profile.up, &profile.down}) {
            // Rungs of 23 kbit/s in 60 ms packets and of 13.3 in those of 120 ms.
            const bool narrow = settings->rate_bps != 0 && settings->rate_bps < 24'000;
            Link link(*settings, 21);
            const Run run = narrow ? send(link, 50'000, 172, 120ms) : send(link, 50'000, 145, 60ms);
            CHECK(in_order(run));
            CHECK(run.counters.overflow == 0);
            const double lost = static_cast<double>(run.counters.lost) / 50'000;
            // Bursts of at most 3: variance 5 times that of chance at most; five deviations.
            const double margin = 5 * std::sqrt(settings->loss * 5 / 50'000);
            CHECK(lost == Approx(settings->loss).margin(margin));
        }
    }
}

TEST_CASE("links take as long as their names promise", "[linksim]") {
    // 50 packets a second of 100 bytes; to edge what it carries, whose sending takes 80 ms.
    const auto check = [](std::string_view name, double up_ms, double down_ms, std::size_t size,
                          Duration interval) {
        INFO(name);
        const auto* profile = find_profile(name);
        Link up(profile->up, 2);
        Link down(profile->down, 3);
        CHECK(mean_ms(send(up, 50'000, size, interval)) == Approx(up_ms).margin(10));
        CHECK(mean_ms(send(down, 50'000, size, interval)) == Approx(down_ms).margin(10));
    };
    check(default_profile, 150, 150, 100, 20ms);
    check("3g-fair", 60, 60, 100, 20ms);
    check("4g", 36, 36, 100, 20ms);
    check("adsl", 20, 20, 100, 20ms);
    check("vsat", 600, 600, 100, 20ms);
    check("edge", 380, 380, 172, 120ms);
}

TEST_CASE("a burst may let packets through, and the time between bursts lose some", "[linksim]") {
    // In the bad state for 0.3 of the packets, of which a quarter survives; of the others 2 % are lost:
    // 0.3 x 0.75 + 0.7 x 0.02 = 0.239. Bursts of 5 make the number vary as in the test above, r = 0.714.
    constexpr std::uint32_t count = 400'000;
    Link link({.loss = 0.3, .loss_burst = 5, .good_loss = 0.02, .bad_survival = 0.25}, 13);
    const Run run = send(link, count);
    const double deviation = std::sqrt(0.3 * 0.7 * 6 / count);
    CHECK(static_cast<double>(run.counters.lost) / count == Approx(0.239).margin(5 * deviation));
    Link rain({.good_loss = 0.1}, 13);
    CHECK(static_cast<double>(send(rain, count).counters.lost) / count ==
          Approx(0.1).margin(5 * std::sqrt(0.09 / count)));
    Link charmed({.loss = 1, .bad_survival = 1}, 13);
    CHECK(send(charmed, 1000).counters.lost == 0);
}
