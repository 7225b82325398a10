#include "tools/linksim/command.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tools/linksim/profile.h"
#include "tools/linksim/values.h"

namespace giaoban::linksim {
namespace {

constexpr std::array<Parameter, 19> all_parameters{{
    {"delay", "MS", "least one-way delay in ms"},
    {"jitter", "MS", "mean of the extra delay in ms; never reorders"},
    {"stalls", "PER_MINUTE", "how often nothing gets through for a while, then all at once"},
    {"stall", "MS", "mean length of a stall in ms"},
    {"loss", "PART", "part of the packets lost, 0 to 1"},
    {"burst", "PACKETS", "mean number of packets lost in a row"},
    {"good-loss", "PART", "part lost outside of the bursts as well, 0 to 1"},
    {"bad-survival", "PART", "part that gets through within a burst, 0 to 1"},
    {"rate", "KBIT", "kbit/s, headers included; 0 is without a bound"},
    {"queue", "MS", "what the queue before the link holds, in ms at its rate"},
    {"reorder", "PART", "part of the packets held back and overtaken, 0 to 1"},
    {"reorder-by", "MS", "how long they are held back, in ms"},
    {"duplicate", "PART", "part of the packets that come twice, 0 to 1"},
    {"delay-trace", "FILE",
     "recorded delays in place of jitter and stalls: ms a line for each 20 ms, or SECONDS,MS"},
    {"loss-trace", "FILE", "recorded loss in place of loss: 0 or 1 a line for each packet"},
    {"rate-trace", "FILE",
     "recorded delivery opportunities in place of the rate: ms a line for each 1500 bytes"},
    {"repeat", "YES_NO",
     "whether a recording begins again at its end, or has no effect from there"},
    {"outages", "TIMES", "AT+LENGTH,... in s: nothing gets through"},
    {"rebinds", "TIMES", "AT,... in s: the mixing box sees another address from then on"},
}};

// Ten million kbit/s are without a bound.
constexpr double most_kbit = 10'000'000;

using Outcome = Expected<void, std::string>;

constexpr std::string_view space = " \t\r\n";

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// The first word; what is behind it stays in `text`.
std::string_view take_word(std::string_view& text) noexcept {
    const auto length = std::min(text.find_first_of(space), text.size());
    const auto word = text.substr(0, length);
    text = trimmed(text.substr(length));
    return word;
}

/// The range of a parameter's value.
std::pair<double, double> range_of(std::string_view unit) noexcept {
    if (unit == "PART") return {0, 1};
    if (unit == "KBIT") return {0, most_kbit};
    if (unit == "PACKETS") return {1, 10'000};
    if (unit == "PER_MINUTE") return {0, 10'000};
    return {0, most_seconds * 1000};
}

void set(LinkSettings& settings, std::string_view name, double value) noexcept {
    const Duration ms = seconds_of(value / 1000);
    if (name == "delay") settings.delay = ms;
    if (name == "jitter") settings.jitter = ms;
    if (name == "stalls") settings.stalls_per_minute = value;
    if (name == "stall") settings.stall = ms;
    if (name == "loss") settings.loss = value;
    if (name == "burst") settings.loss_burst = value;
    if (name == "good-loss") settings.good_loss = value;
    if (name == "bad-survival") settings.bad_survival = value;
    // A rate below one bit a second is not none.
    if (name == "rate") settings.rate_bps = static_cast<std::uint64_t>(std::ceil(value * 1000));
    if (name == "queue") settings.queue = ms;
    if (name == "reorder") settings.reorder = value;
    if (name == "reorder-by") settings.reorder_by = ms;
    if (name == "duplicate") settings.duplicate = value;
}

Unexpected<std::string> refuse(std::string text) { return Unexpected(std::move(text)); }

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

/// Sets the same in each direction that is named.
template <typename Member, typename Value>
void assign(Command& command, Member member, const Value& value) {
    if (command.up) command.settings.up.*member = value;
    if (command.down) command.settings.down.*member = value;
}

template <typename Member, typename Parse>
Outcome set_recording(Command& command, Member member, std::string_view path, Parse parse,
                      const ReadFile& read) {
    if (path == "none") {
        assign(command, member, nullptr);
        return {};
    }
    if (!read) return refuse("no files are read here");
    const auto text = read(std::string(path));
    if (!text) return Unexpected(text.error());
    const auto recording = parse(*text, path);
    if (!recording) return Unexpected(recording.error());
    assign(command, member, *recording);
    return {};
}

Outcome set_file(Command& command, std::string_view name, std::string_view path,
                 const ReadFile& read) {
    if (name == "delay-trace")
        return set_recording(command, &LinkSettings::delay_trace, path, parse_delays, read);
    if (name == "loss-trace")
        return set_recording(command, &LinkSettings::loss_trace, path, parse_losses, read);
    return set_recording(command, &LinkSettings::deliveries, path, parse_deliveries, read);
}

Outcome set_times(Command& command, std::string_view name, std::string_view text) {
    if (name == "outages") {
        const auto outages = parse_outages(text);
        if (!outages) return refuse("outages has " + outages.error());
        assign(command, &LinkSettings::outages, *outages);
        return {};
    }
    if (!command.up) {
        return refuse(
            "it is the mixing box that sees another address: `rebinds` or `up rebinds` "
            "is accepted");
    }
    const auto times = parse_times(text);
    if (!times) return refuse("rebinds has " + times.error());
    command.settings.up.address_changes = *times;
    return {};
}

Outcome set_number(Command& command, const Parameter& parameter, std::string_view text) {
    const auto [least, most] = range_of(parameter.value);
    const auto value = number_in(text, least, most);
    if (!value) {
        return refuse(std::string(parameter.name) + " is " + quoted(text) + ": a number from " +
                      std::to_string(std::lround(least)) + " to " +
                      std::to_string(std::lround(most)) + " is accepted (" +
                      std::string(parameter.what) + ")");
    }
    if (command.up) set(command.settings.up, parameter.name, *value);
    if (command.down) set(command.settings.down, parameter.name, *value);
    return {};
}

Outcome set_repeat(Command& command, std::string_view text) {
    if (text != "yes" && text != "no") {
        return refuse("repeat is " + quoted(text) + ": yes or no is accepted");
    }
    assign(command, &LinkSettings::repeat, text == "yes");
    return {};
}

Outcome set_profile(Command& command, std::string_view name) {
    const Profile* profile = find_profile(name);
    if (profile == nullptr) {
        std::string known;
        for (const auto& one : profiles())
            known += ' ' + std::string(one.name);
        return refuse("no profile " + quoted(name) + "; there are:" + known);
    }
    if (command.up) command.settings.up = profile->up;
    if (command.down) command.settings.down = profile->down;
    return {};
}

Outcome set_parameter(Command& command, std::string_view name, std::string_view text,
                      const ReadFile& read) {
    if (name == "profile") return set_profile(command, text);
    const auto parameter = std::ranges::find(all_parameters, name, &Parameter::name);
    if (parameter == all_parameters.end()) {
        std::string known;
        for (const auto& one : all_parameters)
            known += ' ' + std::string(one.name);
        return refuse("what is " + quoted(name) + "? There are: outage rebind stats quit profile" +
                      known);
    }
    if (parameter->value == "FILE") return set_file(command, name, text, read);
    if (parameter->value == "TIMES") return set_times(command, name, text);
    if (parameter->value == "YES_NO") return set_repeat(command, text);
    return set_number(command, *parameter, text);
}

}  // namespace

std::span<const Parameter> parameters() noexcept { return all_parameters; }

Expected<Command, std::string> parse_command(std::string_view line, const LinkPairSettings& now,
                                             const ReadFile& read) {
    Command command;
    command.settings = now;
    std::string_view value = trimmed(line);
    if (value.empty()) return command;
    std::string_view what = take_word(value);
    const bool directed = what == "up" || what == "down";
    if (directed) {
        command.up = what == "up";
        command.down = !command.up;
        what = take_word(value);
    }
    if (!directed && value.empty() && (what == "rebind" || what == "stats" || what == "quit")) {
        command.kind = what == "rebind"  ? Command::Kind::rebind
                       : what == "stats" ? Command::Kind::stats
                                         : Command::Kind::quit;
        return command;
    }
    if (value.empty()) {
        return refuse(quoted(line) +
                      ": `[up|down] WHAT VALUE`, `rebind`, `stats` or `quit` is accepted");
    }
    if (what == "outage") {
        const auto seconds = number_in(value, 0, most_seconds);
        if (!seconds) {
            return refuse("outage is " + quoted(value) + ": seconds from 0 to 3600 are accepted");
        }
        command.kind = Command::Kind::outage;
        command.length = seconds_of(*seconds);
        return command;
    }
    const auto done = set_parameter(command, what, value, read);
    if (!done) return Unexpected(done.error());
    command.kind = Command::Kind::set;
    return command;
}

}  // namespace giaoban::linksim
