#include "tools/giaobanctl/status_parts.h"

#include <chrono>

#include "net/link/rung.h"

namespace giaoban::ctl {

namespace {

std::string tenths(std::int64_t value) {
    return std::to_string(value / 10) + "." + std::to_string(value % 10);
}

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::string word(net::Presence presence) {
    switch (presence) {
        case net::Presence::never: return "never";
        case net::Presence::joined: return "joined";
        case net::Presence::lost: return "lost";
    }
    return "unknown";
}

std::string word(net::SoundHealth health) {
    switch (health) {
        case net::SoundHealth::unknown: return "unknown";
        case net::SoundHealth::well: return "well";
        case net::SoundHealth::no_card: return "no_card";
        case net::SoundHealth::failing: return "failing";
    }
    return "unknown";
}

std::string seconds_text(Milliseconds time) {
    const std::int64_t all = std::chrono::ceil<Seconds>(time).count();
    if (all < 60) return std::to_string(all) + " s";
    const std::string seconds = two_digits(all % 60);
    if (all < 3600) return std::to_string(all / 60) + ":" + seconds;
    return std::to_string(all / 3600) + ":" + two_digits(all / 60 % 60) + ":" + seconds;
}

std::string kbit_text(const net::TrafficFigures& traffic) {
    return tenths((static_cast<std::int64_t>(traffic.bits_per_second) + 50) / 100);
}

std::string percent_text(unsigned permille) { return tenths(permille) + " %"; }

std::string ms_text(Microseconds time) {
    if (time == Microseconds{0}) return "";
    return std::to_string(std::chrono::round<Milliseconds>(time).count()) + " ms";
}

std::string rung_word(std::uint8_t rung) {
    if (rung >= net::rung_count) return "?";
    return net::name_of(net::RungIndex{rung});
}

void add(JsonText& json, std::string_view key, const net::TrafficFigures& traffic) {
    json.object(key)
        .number("lost_permille", traffic.lost_permille)
        .number("late_permille", traffic.late_permille)
        .number("concealed_permille", traffic.concealed_permille)
        .number("jitter_us", traffic.jitter.count())
        .number("bits_per_second", traffic.bits_per_second)
        .number("packets", static_cast<std::int64_t>(traffic.packets))
        .end_object();
}

void add(JsonText& json, const std::vector<net::NamedCounter>& counters) {
    json.object("counters");
    for (const net::NamedCounter& counter : counters) {
        json.number(counter.name, static_cast<std::int64_t>(counter.value));
    }
    json.end_object();
}

}  // namespace giaoban::ctl
