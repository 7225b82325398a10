#include "tools/linksim/profile.h"

#include <algorithm>
#include <array>

namespace giaoban::linksim {
namespace {

using namespace std::chrono_literals;

// All ready links, and where each number comes from. The sources:
//
// [E] ERRANT, mobile-profiles-2019 (Trevisan, Safari Khatouni, Giordano: "ERRANT: Realistic Emulation of
//     Radio Access Networks", Computer Networks 2020): 100,000 speed tests on the networks of four
//     operators in Sweden and Norway; mean and deviation of the round trip, and the rates, for each
//     operator, technology and signal quality. A range is that over its operators.
// [M] mahimahi's traces of cellular links, recorded with Saturator (Winstein, Sivaraman, Balakrishnan:
//     "Stochastic Forecasts Achieve High Throughput and Low Delay over Cellular Networks", NSDI 2013), taken
//     as the queueing delay of 50 packets a second: UMTS and EVDO up 8.6 and 8.8 waits of more than
//     200 ms a minute while driving; LTE on a short trip 0.4 up and 3.8 down.
// [C] cellular-satcom-emulator (KaushikChavali), latency of an LTE uplink by the second: median 36 ms, 95 %
//     below 140, most 2852, on the move.
// [O] the loss model that comes with Opus 1.6: bursts of 1.8 to 2.1 packets on average.
//
// `delay` is the least one-way delay. What jitter adds on average at 50 packets a second is about 1.5 times
// its mean, since a late packet holds up those behind it. What stands as assumed was not measured
// anywhere that is public.

// [E] 3G with a bad signal: round trip 145 ms, deviation 91 ms. A place that is far from everything
// gets the mean and 1.7 deviations of that: 300 ms, 150 ms one way = 110 + 1.5 x 22 + 8 of sending.
// [M] An office stands still: one stall a minute is assumed. [O] Bursts; 5 % is assumed. 128 and
// 384 kbit/s are packet bearers of UMTS (3GPP TS 34.108, 6.10), a seventh of what [E] has, which tests alone.
Profile bad_3g() {
    return {
        .name = "3g-bad",
        .what = "3G at the cell's edge: 150 ms, 5 % lost in bursts of 2, 128 kbit/s up, 384 down",
        .up = {.delay = 110ms,
               .jitter = 22ms,
               .stalls_per_minute = 1,
               .stall = 150ms,
               .loss = 0.05,
               .loss_burst = 2,
               .rate_bps = 128'000,
               .queue = 1s},
        .down = {.delay = 116ms,
                 .jitter = 22ms,
                 .stalls_per_minute = 1,
                 .stall = 150ms,
                 .loss = 0.05,
                 .loss_burst = 2,
                 .rate_bps = 384'000,
                 .queue = 1s}};
}

// [E] 3G with a medium signal: round trip 84 to 146 ms (mean 109), deviation 39 to 87 ms, 0.9 to 2.5
// Mbit/s up, 3.3 to 11.6 down, of which a bearer shared with others leaves a third. 55 ms one way = 40 + 1.5 x 10.
// Loss and stalls: a fifth and a third of those of 3g-bad, assumed.
Profile fair_3g() {
    return {.name = "3g-fair",
            .what = "3G indoors: 60 ms, 1 % lost, 384 kbit/s up, 1 Mbit/s down",
            .up = {.delay = 40ms,
                   .jitter = 10ms,
                   .stalls_per_minute = 0.5,
                   .stall = 100ms,
                   .loss = 0.01,
                   .loss_burst = 2,
                   .rate_bps = 384'000,
                   .queue = 1s},
            .down = {.delay = 40ms,
                     .jitter = 10ms,
                     .stalls_per_minute = 0.5,
                     .stall = 100ms,
                     .loss = 0.01,
                     .loss_burst = 2,
                     .rate_bps = 1'000'000,
                     .queue = 1s}};
}

// [C] Median 36 ms = 30 + 1.5 x 4. [E] 4G with a medium signal: round trip 85 to 108 ms to a server farther
// away, 1.9 to 4.2 Mbit/s up, 10.6 to 28.6 down. [M] Three stalls of 120 ms on average make
// 3 exp(-200 / 120) = 0.6 waits of more than 200 ms a minute upwards; a third of that downwards, and
// the loss, are assumed.
Profile good_4g() {
    return {.name = "4g",
            .what = "4G: 35 ms, 0.5 % lost, 2 Mbit/s up, 10 down",
            .up = {.delay = 30ms,
                   .jitter = 4ms,
                   .stalls_per_minute = 3,
                   .stall = 120ms,
                   .loss = 0.005,
                   .loss_burst = 1.5,
                   .rate_bps = 2'000'000,
                   .queue = 500ms},
            .down = {.delay = 30ms,
                     .jitter = 4ms,
                     .stalls_per_minute = 1,
                     .stall = 120ms,
                     .loss = 0.005,
                     .loss_burst = 1.5,
                     .rate_bps = 10'000'000,
                     .queue = 500ms}};
}

// No public recording was found, all assumed: an interleaved line of some kilometres (8 ms a direction,
// and 10 to the centre), 512 kbit/s up, and a modem that holds a second of queue upwards.
Profile adsl() {
    return {.name = "adsl",
            .what = "ADSL: 20 ms, 0.1 % lost, 512 kbit/s up, 4 Mbit/s down",
            .up = {.delay = 18ms,
                   .jitter = 1ms,
                   .loss = 0.001,
                   .loss_burst = 1.5,
                   .rate_bps = 512'000,
                   .queue = 1s},
            .down = {.delay = 18ms,
                     .jitter = 1ms,
                     .loss = 0.001,
                     .loss_burst = 1.5,
                     .rate_bps = 4'000'000,
                     .queue = 500ms}};
}

// 600 ms one way: terminal to terminal by way of the hub, twice the 260 ms of a geostationary satellite
// (ITU-T G.114, annex A; 35,786 km up and down are 239 ms, the slant range is the rest), and 80 for
// coding, framing and, upwards, waiting for a slot (TDMA). [C] has medium and low orbits only (5 to 13 ms).
// Rates, and that rain takes packets in runs of three, are assumed.
Profile vsat() {
    return {.name = "vsat",
            .what =
                "geostationary satellite by way of a hub: 600 ms, 0.5 % lost in bursts of 3, "
                "256 kbit/s up, 2 Mbit/s down",
            .up = {.delay = 574ms,
                   .jitter = 15ms,
                   .jitter_shape = JitterShape::gauss,
                   .loss = 0.005,
                   .loss_burst = 3,
                   .rate_bps = 256'000,
                   .queue = 1s},
            .down = {.delay = 590ms,
                     .jitter = 8ms,
                     .jitter_shape = JitterShape::gauss,
                     .loss = 0.005,
                     .loss_burst = 3,
                     .rate_bps = 2'000'000,
                     .queue = 1s}};
}

// The least that a meeting must work over. 20 kbit/s is one slot of a 2.5G cell with coding scheme
// CS-4, without its own headers (3GPP TS 43.064). 300 ms = 280 + 20, and a packet's own sending time
// (80 ms for 200 bytes) comes on top. [O] Bursts of two; 2 % and the queue are assumed: such networks hold seconds.
Profile edge() {
    const LinkSettings both{.delay = 280ms,
                            .jitter = 20ms,
                            .loss = 0.02,
                            .loss_burst = 2,
                            .rate_bps = 20'000,
                            .queue = 2s};
    return {.name = "edge",
            .what = "2.5G: 300 ms and sending, 2 % lost in bursts of 2, 20 kbit/s each way",
            .up = both,
            .down = both};
}

Profile clean() {
    return {.name = "clean",
            .what = "a cable on the desk: 1 ms",
            .up = {.delay = 1ms},
            .down = {.delay = 1ms}};
}

}  // namespace

std::span<const Profile> profiles() noexcept {
    static const std::array<Profile, 7> all{clean(), bad_3g(), fair_3g(), good_4g(),
                                            adsl(),  vsat(),   edge()};
    return all;
}

const Profile* find_profile(std::string_view name) noexcept {
    const auto all = profiles();
    const auto found = std::ranges::find(all, name, &Profile::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace giaoban::linksim
