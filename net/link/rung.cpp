#include "net/link/rung.h"

#include "config/vocab/ensure.h"
#include "config/vocab/time.h"

namespace giaoban::net {
namespace {

using namespace std::chrono_literals;

// Bitrates of Opus: below 6 kbit/s it has no mode; 12 is where LBRR gets room; 20 at 60 ms is where
// DRED reaches 0.9 s (measured: 20 kbit/s, 60 ms, 40 % expected: 927 ms at 24.4 kbit/s on the wire;
// 24 kbit/s, 60 ms: 915 ms; 24 kbit/s, 20 ms: 157 ms). DRED can be asked for 1.04 s at most.
constexpr Samples deep = 1040ms;
constexpr std::array<Rung, rung_count> ladder{{
    // 10.0 kbit/s on the wire: for what a 2G link or a satellite's last slot carries.
    {.frame = 120ms, .bitrate_bps = 6'700, .expected_loss_percent = 5},
    // 15.3: the same with room for one frame again.
    {.frame = 120ms, .bitrate_bps = 12'000, .expected_loss_percent = 10, .fec = true},
    // 22.7: half the delay.
    {.frame = 60ms, .bitrate_bps = 16'000, .expected_loss_percent = 20, .fec = true},
    // 26.7 at most: deep redundancy begins.
    {.frame = 60ms, .bitrate_bps = 20'000, .expected_loss_percent = 40, .dred_reach = deep},
    // 38.0
    {.frame = 40ms, .bitrate_bps = 28'000, .expected_loss_percent = 30, .dred_reach = deep},
    // 50.0: shortest delay; DRED reaches 0.15 s and more.
    {.frame = 20ms, .bitrate_bps = 30'000, .expected_loss_percent = 20, .dred_reach = deep},
}};

}  // namespace

const std::array<Rung, rung_count>& rungs() noexcept { return ladder; }

const Rung& rung(RungIndex index) noexcept {
    const auto at = static_cast<std::size_t>(index);
    ensure(at < ladder.size(), "a rung is one of the ladder");
    return ladder[at];
}

}  // namespace giaoban::net
