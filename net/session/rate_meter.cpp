#include "net/session/rate_meter.h"

#include <algorithm>

namespace giaoban::net {
namespace {

constexpr auto count = static_cast<std::int64_t>(RateMeter::steps);

std::int64_t step_of(Instant now) noexcept { return now.time_since_epoch() / RateMeter::step; }
std::size_t place_of(std::int64_t step) noexcept { return static_cast<std::size_t>(step % count); }

}  // namespace

void RateMeter::add(std::size_t bytes, Instant now) noexcept {
    const std::int64_t now_step = step_of(now);
    for (std::int64_t i = std::max(newest_, now_step - count) + 1; i <= now_step; ++i) {
        bytes_[place_of(i)] = 0;
    }
    newest_ = std::max(newest_, now_step);
    bytes_[place_of(now_step)] += static_cast<std::uint32_t>(bytes);
}

std::uint32_t RateMeter::bits_per_second(Instant now) const noexcept {
    const std::int64_t now_step = step_of(now);
    std::uint64_t bytes = 0;
    for (std::int64_t i = std::max(now_step, newest_) - count + 1; i <= newest_; ++i) {
        if (i >= 0) bytes += bytes_[place_of(i)];
    }
    constexpr std::chrono::duration<double> whole = step * static_cast<std::int64_t>(steps);
    return static_cast<std::uint32_t>(static_cast<double>(bytes) * 8 / whole.count());
}

}  // namespace giaoban::net
