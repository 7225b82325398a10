#include "net/link/rung.h"

#include <algorithm>
#include <numeric>

#include "config/vocab/ensure.h"
#include "config/vocab/time.h"

namespace giaoban::net {
namespace {

using namespace std::chrono_literals;

// Each step takes about 1.4 times as much of the wire as the one before, from what Opus needs at all to where more is
// not heard. Frames are of 20, 40, 60 or 120 ms, which all divide 120: see common_frame().
//
// Measured with Opus 1.6.1 on recorded speech (giaoban-ladder): LBRR needs 20 kbit/s at 40 or 60 ms to appear at all,
// and is in no rung for that; DRED needs 16 kbit/s, at 120 ms 15.5. Below that, to expect loss only costs bandwidth of
// the voice (narrowband), so that a plain rung without room expects none. DRED can be asked for 1.04 s at most.
constexpr Samples deep = 1040ms;
constexpr RungForm plain = RungForm::plain;
constexpr RungForm redundant = RungForm::redundant;
constexpr RungStep step(std::uint8_t number) noexcept { return RungStep{number}; }

constexpr std::array<Rung, rung_count> ladder{{
    // The narrowest that is speech: a 2G link, a satellite's last slot. Narrowband.
    {.step = step(0), .form = plain, .frame = 120ms, .bitrate_bps = 6'700},
    // Wideband begins.
    {.step = step(1), .form = plain, .frame = 120ms, .bitrate_bps = 10'700},
    // What goes through 20 kbit/s with reports and control beside it.
    {.step = step(2), .form = plain, .frame = 60ms, .bitrate_bps = 11'500},
    {.step = step(2),
     .form = redundant,
     .frame = 120ms,
     .bitrate_bps = 15'500,
     .expected_loss_percent = 40,
     .dred_reach = deep},
    {.step = step(3), .form = plain, .frame = 40ms, .bitrate_bps = 16'000},
    {.step = step(3),
     .form = redundant,
     .frame = 60ms,
     .bitrate_bps = 19'300,
     .expected_loss_percent = 40,
     .dred_reach = deep},
    {.step = step(4), .form = plain, .frame = 20ms, .bitrate_bps = 18'000},
    {.step = step(4),
     .form = redundant,
     .frame = 40ms,
     .bitrate_bps = 28'000,
     .expected_loss_percent = 30,
     .dred_reach = deep},
    // The only plain one with room for some redundancy: 135 ms.
    {.step = step(5),
     .form = plain,
     .frame = 20ms,
     .bitrate_bps = 30'000,
     .expected_loss_percent = 20,
     .dred_reach = deep},
    {.step = step(5),
     .form = redundant,
     .frame = 40ms,
     .bitrate_bps = 40'000,
     .expected_loss_percent = 30,
     .dred_reach = deep},
}};

}  // namespace

const std::array<Rung, rung_count>& rungs() noexcept { return ladder; }

const Rung& rung(RungIndex index) noexcept {
    const auto at = static_cast<std::size_t>(index);
    ensure(at < ladder.size(), "a rung is one of the ladder");
    return ladder[at];
}

RungIndex rung_of(RungStep step, RungForm form) noexcept {
    const auto of_step = std::find_if(ladder.begin(), ladder.end(),
                                      [step](const Rung& one) { return one.step == step; });
    ensure(of_step != ladder.end(), "a step is one of the ladder");
    const auto next = of_step + 1;
    const bool other = next != ladder.end() && next->step == step && form == redundant;
    return RungIndex{static_cast<std::uint8_t>((other ? next : of_step) - ladder.begin())};
}

Samples common_frame(RungIndex one, RungIndex other) noexcept {
    return Samples{std::lcm(rung(one).frame.count(), rung(other).frame.count())};
}

std::string name_of(RungIndex index) {
    const Rung& named = rung(index);
    const bool plus = named.form == redundant;
    return std::to_string(static_cast<int>(named.step)) + (plus ? "+" : "");
}

}  // namespace giaoban::net
