#include "tools/linksim/values.h"

#include <charconv>
#include <cmath>

namespace giaoban::linksim {
namespace {

// An outage may lie late in a long meeting: a day.
constexpr double latest = 86'400;

std::vector<std::string_view> items_of(std::string_view text) {
    std::vector<std::string_view> items;
    if (text == "none") return items;
    while (true) {
        const auto comma = text.find(',');
        items.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos) return items;
        text.remove_prefix(comma + 1);
    }
}

Unexpected<std::string> refuse(std::string_view item, std::string_view accepted) {
    return Unexpected('`' + std::string(item) + "`: " + std::string(accepted));
}

}  // namespace

std::optional<double> number_in(std::string_view text, double least, double most) noexcept {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || !std::isfinite(value) || value < least || value > most) return std::nullopt;
    return value;
}

Duration seconds_of(double seconds) noexcept {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

Expected<std::vector<Outage>, std::string> parse_outages(std::string_view text) {
    constexpr std::string_view accepted =
        "AT+LENGTH in seconds is accepted, as 60+5,300+30 (AT to 86400, LENGTH to 3600, at most "
        "256), "
        "or none";
    std::vector<Outage> outages;
    const auto items = items_of(text);
    if (items.size() > most_times) return refuse(text.substr(0, 40), accepted);
    for (const auto item : items) {
        const auto plus = item.find('+');
        if (plus == std::string_view::npos) return refuse(item, accepted);
        const auto at = number_in(item.substr(0, plus), 0, latest);
        const auto length = number_in(item.substr(plus + 1), 0, most_seconds);
        if (!at || !length) return refuse(item, accepted);
        outages.push_back({.at = seconds_of(*at), .length = seconds_of(*length)});
    }
    return outages;
}

Expected<std::vector<Duration>, std::string> parse_times(std::string_view text) {
    constexpr std::string_view accepted =
        "times in seconds are accepted, as 20,60.5 (to 86400, at most 256), or none";
    std::vector<Duration> times;
    const auto items = items_of(text);
    if (items.size() > most_times) return refuse(text.substr(0, 40), accepted);
    for (const auto item : items) {
        const auto at = number_in(item, 0, latest);
        if (!at) return refuse(item, accepted);
        times.push_back(seconds_of(*at));
    }
    return times;
}

}  // namespace giaoban::linksim
