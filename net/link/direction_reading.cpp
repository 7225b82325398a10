#include "net/link/direction_reading.h"

namespace giaoban::net {
namespace {

// Two frames of control, of 170 bytes, are 136 ms of a link of 20 kbit/s, and at 97 % of its rate take seconds to drain.
constexpr Milliseconds least_queue{140};
// Who sends 5 % too fast fills a queue by 50 ms in a second.
constexpr Milliseconds grows{50};
// Who sends 2 % less than the link carries drains it by 20 ms in a second: slowly, but it gets better.
constexpr Milliseconds drains{20};
// Longer than what one step too many fills before it is noticed; a stall's queue is as long, but it drains.
constexpr Milliseconds stands{250};
// Chance alone loses less than this in 2 s of an ordinary link; a queue that is full loses all that is too much.
constexpr double overflows = 0.03;

}  // namespace

bool is_congested(const DirectionReading& reading) noexcept {
    if (!reading.live || reading.queue < least_queue) return false;
    if (reading.growth >= grows) return true;
    if (reading.growth <= -drains) return false;
    return reading.queue >= stands || reading.loss >= overflows;
}

}  // namespace giaoban::net
