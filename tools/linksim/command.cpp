#include "tools/linksim/command.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "tools/linksim/profile.h"

namespace giaoban::linksim {
namespace {

constexpr std::array<Parameter, 10> all_parameters{{
    {"delay", "MS", "least one-way delay in ms"},
    {"jitter", "MS", "mean of the extra delay in ms; never reorders"},
    {"stalls", "PER_MINUTE", "how often nothing gets through for a while, then all at once"},
    {"stall", "MS", "mean length of a stall in ms"},
    {"loss", "PART", "part of the packets lost, 0 to 1"},
    {"burst", "PACKETS", "mean number of packets lost in a row"},
    {"rate", "KBIT", "kbit/s, headers included; 0 is without a bound"},
    {"queue", "MS", "what the queue before the link holds, in ms at its rate"},
    {"reorder", "PART", "part of the packets held back by 60 ms, 0 to 1"},
    {"duplicate", "PART", "part of the packets that come twice, 0 to 1"},
}};

// Beyond an hour a link is dead, and ten million kbit/s are without a bound: what is more is a typing
// error, and far below what a Duration holds.
constexpr double most_ms = 3'600'000;
constexpr double most_kbit = 10'000'000;

std::vector<std::string_view> words_of(std::string_view line) {
    constexpr std::string_view space = " \t\r\n";
    std::vector<std::string_view> words;
    for (auto at = line.find_first_not_of(space); at != std::string_view::npos;
         at = line.find_first_not_of(space)) {
        line.remove_prefix(at);
        const auto length = std::min(line.find_first_of(space), line.size());
        words.push_back(line.substr(0, length));
        line.remove_prefix(length);
    }
    return words;
}

std::optional<double> number(std::string_view text, double least, double most) noexcept {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || !std::isfinite(value) || value < least || value > most) return std::nullopt;
    return value;
}

Duration milliseconds(double value) noexcept {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(value));
}

/// The range of a parameter's value.
std::pair<double, double> range_of(std::string_view unit) noexcept {
    if (unit == "PART") return {0, 1};
    if (unit == "KBIT") return {0, most_kbit};
    if (unit == "PACKETS") return {1, 10'000};
    if (unit == "PER_MINUTE") return {0, 10'000};
    return {0, most_ms};
}

void set(LinkSettings& settings, std::string_view name, double value) noexcept {
    if (name == "delay") settings.delay = milliseconds(value);
    if (name == "jitter") settings.jitter = milliseconds(value);
    if (name == "stalls") settings.stalls_per_minute = value;
    if (name == "stall") settings.stall = milliseconds(value);
    if (name == "loss") settings.loss = value;
    if (name == "burst") settings.loss_burst = value;
    if (name == "rate") settings.rate_bps = static_cast<std::uint64_t>(value * 1000);
    if (name == "queue") settings.queue = milliseconds(value);
    if (name == "reorder") settings.reorder = value;
    if (name == "duplicate") settings.duplicate = value;
}

Unexpected<std::string> refuse(std::string text) { return Unexpected(std::move(text)); }

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

Expected<Command, std::string> set_profile(Command command, std::string_view name) {
    const Profile* profile = find_profile(name);
    if (profile == nullptr) {
        std::string known;
        for (const auto& one : profiles())
            known += ' ' + std::string(one.name);
        return refuse("no profile " + quoted(name) + "; there are:" + known);
    }
    if (command.up) command.settings.up = profile->up;
    if (command.down) command.settings.down = profile->down;
    command.kind = Command::Kind::set;
    return command;
}

Expected<Command, std::string> set_parameter(Command command, std::string_view name,
                                             std::string_view text) {
    const auto parameter = std::ranges::find(all_parameters, name, &Parameter::name);
    if (parameter == all_parameters.end()) {
        std::string known;
        for (const auto& one : all_parameters)
            known += ' ' + std::string(one.name);
        return refuse("what is " + quoted(name) + "? There are: outage rebind stats quit profile" +
                      known);
    }
    const auto [least, most] = range_of(parameter->value);
    const auto value = number(text, least, most);
    if (!value) {
        return refuse(std::string(name) + " is " + quoted(text) + ": a number from " +
                      std::to_string(std::lround(least)) + " to " +
                      std::to_string(std::lround(most)) + " is accepted (" +
                      std::string(parameter->what) + ")");
    }
    if (command.up) set(command.settings.up, name, *value);
    if (command.down) set(command.settings.down, name, *value);
    command.kind = Command::Kind::set;
    return command;
}

}  // namespace

std::span<const Parameter> parameters() noexcept { return all_parameters; }

Expected<Command, std::string> parse_command(std::string_view line, const LinkPairSettings& now) {
    auto words = words_of(line);
    Command command;
    command.settings = now;
    if (words.empty()) return command;
    const bool directed = words.front() == "up" || words.front() == "down";
    if (directed) {
        command.up = words.front() == "up";
        command.down = !command.up;
        words.erase(words.begin());
    }
    const std::string_view what = words.empty() ? std::string_view{} : words.front();
    if (!directed && words.size() == 1 && (what == "rebind" || what == "stats" || what == "quit")) {
        command.kind = what == "rebind"  ? Command::Kind::rebind
                       : what == "stats" ? Command::Kind::stats
                                         : Command::Kind::quit;
        return command;
    }
    if (words.size() != 2) {
        return refuse(quoted(line) +
                      ": `[up|down] WHAT VALUE`, `rebind`, `stats` or `quit` is accepted");
    }
    if (what == "profile") return set_profile(command, words[1]);
    if (what != "outage") return set_parameter(command, what, words[1]);
    const auto seconds = number(words[1], 0, most_ms / 1000);
    if (!seconds)
        return refuse("outage is " + quoted(words[1]) + ": seconds from 0 to 3600 are accepted");
    command.kind = Command::Kind::outage;
    command.length = milliseconds(*seconds * 1000);
    return command;
}

}  // namespace giaoban::linksim
