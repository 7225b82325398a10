#include "firmware/settings/clock_order.h"

#include <charconv>
#include <chrono>

namespace giaoban::settings {

namespace {

using namespace std::chrono_literals;

constexpr Milliseconds earliest = std::chrono::sys_days{2026y / 11 / 24}.time_since_epoch();
constexpr Milliseconds latest = std::chrono::sys_days{2100y / 1 / 1}.time_since_epoch();
// A log line a second wrong misleads nobody, and a clock is not made to jump for a link's delay.
constexpr Milliseconds unimportant = 2s;
// The note is written when it is needed, and acted on within a second; one of long ago has drifted.
constexpr Milliseconds longest_ago = 10min;

bool number(std::string_view& text, Milliseconds& into) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    into = Milliseconds{value};
    return true;
}

}  // namespace

std::optional<Milliseconds> clock_order(std::string_view note, const Clocks& clocks) {
    Milliseconds told{0};
    Milliseconds at{0};
    if (!number(note, told) || !note.starts_with(' ')) return std::nullopt;
    note.remove_prefix(1);
    if (!number(note, at) || (note != "\n" && !note.empty())) return std::nullopt;
    if (clocks.set_by_ntp || told < earliest || told >= latest) return std::nullopt;
    const Milliseconds ago = clocks.monotonic - at;
    if (ago < 0ms || ago > longest_ago) return std::nullopt;
    const Milliseconds now = told + ago;
    if (std::chrono::abs(now - clocks.unix_time) <= unimportant) return std::nullopt;
    return now;
}

}  // namespace giaoban::settings
