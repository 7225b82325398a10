#include "firmware/box/clock_note.h"

#include <chrono>

namespace giaoban::box {

namespace {

using namespace std::chrono_literals;

// As in firmware/settings/clock_order.cpp: less misleads nobody.
constexpr Duration unimportant = 2s;
constexpr Duration again_after = 60s;

template <typename Time>
std::string milliseconds(Time time) {
    return std::to_string(
        std::chrono::duration_cast<Milliseconds>(time.time_since_epoch()).count());
}

}  // namespace

std::optional<std::string> ClockNote::take(const std::optional<WallTime>& centre, WallTime own,
                                           Instant now) {
    if (!centre || std::chrono::abs(*centre - own) <= unimportant) return std::nullopt;
    if (noted_ && now - *noted_ < again_after) return std::nullopt;
    noted_ = now;
    return milliseconds(*centre) + " " + milliseconds(now) + "\n";
}

}  // namespace giaoban::box
