#include "tools/linksim/profile.h"

#include <algorithm>
#include <array>

namespace giaoban::linksim {
namespace {

using namespace std::chrono_literals;

// Where the numbers come from. [E]: ERRANT, 100,000 speed tests on mobile networks of four operators
// in 2019 (mean and deviation of round trip, rates, a technology and signal quality). [M]: the traces
// of mahimahi, recorded with Saturator (Winstein, Sivaraman, Balakrishnan: "Stochastic Forecasts
// Achieve High Throughput and Low Delay over Cellular Networks", NSDI 2013), here as the queueing
// delay of 50 packets a second. [C]: cellular-satcom-emulator, latency of an LTE uplink by the second.
// `delay` is the least one-way delay; what jitter adds on average is about 1.5 times its mean at 50
// packets a second, since a late packet holds up those behind it. Bursts of two packets are what the
// loss model that comes with Opus makes (1.8 to 2.1).

// [E] 3G with a bad signal: round trip 145 ms, deviation 91 ms. A place that is far from everything
// gets the mean and 1.7 deviations of that: 300 ms, 150 ms one way = 110 + 1.5 x 22 + 8 of sending.
// [M] UMTS and EVDO up: waits of more than 200 ms eight times a minute while driving; an office
// stands still: one a minute. 128 and 384 kbit/s are packet bearers of UMTS (3GPP TS 34.108, 6.10).
constexpr Profile bad_3g{
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

// [E] 3G with a medium signal: round trip 84 to 146 ms, deviation 39 to 87 ms, 0.9 to 2.5 Mbit/s up,
// 3.3 to 11.7 down, of which a bearer shared with others leaves a third.
constexpr Profile fair_3g{.name = "3g-fair",
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

// [E] 4G with a medium signal: round trip 84 to 108 ms, deviation 39 to 58 ms, 1.9 to 4.3 Mbit/s up,
// 10 to 28 down. [C]: median 36 ms, 5 % of the seconds above 140 ms on the move; a fifth of that here.
constexpr Profile good_4g{.name = "4g",
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

// No measurement at hand, assumed: an interleaved line of some kilometres (8 ms a direction, and 10 to
// the centre), 512 kbit/s up, and a modem that holds a second of queue upwards.
constexpr Profile adsl{.name = "adsl",
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

// 35,786 km up and down again at the speed of light are 239 ms, slant range and coding the rest;
// upwards a slot has to be waited for (TDMA). Assumed: that rain takes packets in runs of three.
constexpr Profile vsat{
    .name = "vsat",
    .what =
        "geostationary satellite: 290 ms, 0.5 % lost in bursts of 3, 256 kbit/s up, 2 Mbit/s down",
    .up = {.delay = 260ms,
           .jitter = 15ms,
           .jitter_shape = JitterShape::gauss,
           .loss = 0.005,
           .loss_burst = 3,
           .rate_bps = 256'000,
           .queue = 1s},
    .down = {.delay = 260ms,
             .jitter = 8ms,
             .jitter_shape = JitterShape::gauss,
             .loss = 0.005,
             .loss_burst = 3,
             .rate_bps = 2'000'000,
             .queue = 1s}};

// One slot up and two down at 59.2 kbit/s (MCS-9 of EDGE, 3GPP TS 43.064). Assumed: a round trip of
// 650 ms, and four of the stalls of [M] a minute.
constexpr Profile edge{
    .name = "edge",
    .what = "2.5G: 330 ms, 2 % lost in bursts of 2, stalls, 59 kbit/s up, 118 down",
    .up = {.delay = 250ms,
           .jitter = 40ms,
           .stalls_per_minute = 4,
           .stall = 500ms,
           .loss = 0.02,
           .loss_burst = 2,
           .rate_bps = 59'200,
           .queue = 2s},
    .down = {.delay = 250ms,
             .jitter = 40ms,
             .stalls_per_minute = 4,
             .stall = 500ms,
             .loss = 0.02,
             .loss_burst = 2,
             .rate_bps = 118'400,
             .queue = 2s}};

constexpr Profile clean{.name = "clean",
                        .what = "a cable on the desk: 1 ms",
                        .up = {.delay = 1ms},
                        .down = {.delay = 1ms}};

constexpr std::array<Profile, 7> all{clean, bad_3g, fair_3g, good_4g, adsl, vsat, edge};

}  // namespace

std::span<const Profile> profiles() noexcept { return all; }

const Profile* find_profile(std::string_view name) noexcept {
    const auto found = std::ranges::find(all, name, &Profile::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace giaoban::linksim
