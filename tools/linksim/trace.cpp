#include "tools/linksim/trace.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace giaoban::linksim {
namespace {

// An hour: a packet that is longer on its way is lost, and the value a mistake.
constexpr double most_ms = 3'600'000;
// Ten days, far more than 64 MiB of lines hold.
constexpr double most_seconds = 864'000;
constexpr std::int64_t most_delivery_ms = 864'000'000;

/// The lines of a text that say something, with their numbers.
class Lines {
  public:
    explicit Lines(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool next() noexcept {
        while (!rest_.empty()) {
            const auto end = std::min(rest_.find('\n'), rest_.size());
            line_ = trimmed(rest_.substr(0, end));
            rest_.remove_prefix(std::min(end + 1, rest_.size()));
            ++number_;
            if (!line_.empty() && line_.front() != '#') return true;
        }
        return false;
    }
    [[nodiscard]] std::string_view line() const noexcept { return line_; }
    [[nodiscard]] std::size_t number() const noexcept { return number_; }

    [[nodiscard]] static std::string_view trimmed(std::string_view text) noexcept {
        constexpr std::string_view space = " \t\r";
        const auto first = text.find_first_not_of(space);
        if (first == std::string_view::npos) return {};
        return text.substr(first, text.find_last_not_of(space) - first + 1);
    }

  private:
    std::string_view rest_;
    std::string_view line_;
    std::size_t number_ = 0;
};

/// The text of a line as far as it helps; a binary file has lines without end.
std::string shown(std::string_view line) {
    constexpr std::size_t enough = 40;
    std::string text(line.substr(0, enough));
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20U; }, '?');
    return '`' + text + (line.size() > enough ? "...`" : "`");
}

Unexpected<std::string> refuse(std::string_view file, const Lines& lines, std::string_view why) {
    return Unexpected(std::string(file) + ':' + std::to_string(lines.number()) + ": " +
                      shown(lines.line()) + ": " + std::string(why));
}

Unexpected<std::string> refuse_empty(std::string_view file, std::string_view why) {
    return Unexpected(std::string(file) + ": there is nothing in it: " + std::string(why));
}

template <typename Number>
std::optional<Number> number(std::string_view text, Number most) noexcept {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    // What is not a number fails every comparison.
    if (!(value >= 0 && value <= most)) return std::nullopt;
    return value;
}

Duration milliseconds(double value) noexcept { return Duration{std::llround(value * 1e6)}; }

struct DelayLine {
    std::optional<double> seconds;
    double ms = 0;
};

std::optional<DelayLine> delay_line(std::string_view line) noexcept {
    const auto gap = line.find_first_of(", \t;");
    if (gap == std::string_view::npos) {
        const auto ms = number(line, most_ms);
        return ms ? std::optional(DelayLine{.seconds = {}, .ms = *ms}) : std::nullopt;
    }
    auto second = line.substr(gap);
    second.remove_prefix(std::min(second.find_first_not_of(", \t;"), second.size()));
    const auto seconds = number(line.substr(0, gap), most_seconds);
    const auto ms = number(second, most_ms);
    if (!seconds || !ms) return std::nullopt;
    return DelayLine{.seconds = seconds, .ms = *ms};
}

}  // namespace

Duration DelayTrace::at(Duration since, bool repeat) const noexcept {
    since = std::max(since, Duration::zero());
    if (since >= length()) {
        if (!repeat) return Duration::zero();
        since %= length();
    }
    const auto index = static_cast<std::size_t>(since / step);
    const Duration before = delays[index];
    if (since % step == Duration::zero()) return before;
    const bool last = index + 1 == delays.size();
    const Duration after = last ? (repeat ? delays.front() : before) : delays[index + 1];
    const double part =
        static_cast<double>((since % step).count()) / static_cast<double>(step.count());
    const auto rise = static_cast<double>((after - before).count()) * part;
    return before + Duration{static_cast<Duration::rep>(rise)};
}

double DeliveryTrace::rate() const noexcept {
    const auto bits = static_cast<double>(times.size() * opportunity_bytes * 8);
    return bits / std::chrono::duration<double>(length()).count();
}

Expected<std::shared_ptr<const DelayTrace>, std::string> parse_delays(std::string_view text,
                                                                      std::string_view file) {
    constexpr std::string_view accepted =
        "a delay in ms from 0 to 3600000 is accepted, one a line for each 20 ms; or SECONDS,MS "
        "with "
        "seconds in even steps";
    auto trace = std::make_shared<DelayTrace>();
    std::optional<double> former;
    Lines lines(text);
    while (lines.next()) {
        const auto line = delay_line(lines.line());
        if (!line) return refuse(file, lines, accepted);
        const bool first = trace->delays.empty();
        if (!first && line->seconds.has_value() != former.has_value()) {
            return refuse(file, lines, "as many values a line as before are accepted");
        }
        if (!first && former) {
            const Duration step = milliseconds((*line->seconds - *former) * 1000);
            const bool sets = trace->delays.size() == 1;
            // To a millisecond, since times are rounded.
            if (step < Milliseconds{1} ||
                (!sets && std::chrono::abs(step - trace->step) > Milliseconds{1})) {
                return refuse(file, lines,
                              "a time is accepted that is as much later than the line before "
                              "as that than its own");
            }
            if (sets) trace->step = step;
        }
        former = line->seconds;
        trace->delays.push_back(milliseconds(line->ms));
    }
    if (trace->delays.empty()) return refuse_empty(file, accepted);
    return trace;
}

Expected<std::shared_ptr<const LossTrace>, std::string> parse_losses(std::string_view text,
                                                                     std::string_view file) {
    constexpr std::string_view accepted =
        "0 (it arrived) or 1 (it was lost) is accepted, one a line for each packet";
    auto trace = std::make_shared<LossTrace>();
    Lines lines(text);
    while (lines.next()) {
        if (lines.line() != "0" && lines.line() != "1") return refuse(file, lines, accepted);
        trace->lost.push_back(lines.line() == "1");
    }
    if (trace->lost.empty()) return refuse_empty(file, accepted);
    return trace;
}

Expected<std::shared_ptr<const DeliveryTrace>, std::string> parse_deliveries(
    std::string_view text, std::string_view file) {
    constexpr std::string_view accepted =
        "a time in whole ms is accepted, one a line, each for 1500 bytes (mahimahi's format)";
    auto trace = std::make_shared<DeliveryTrace>();
    Lines lines(text);
    while (lines.next()) {
        const auto ms = number(lines.line(), most_delivery_ms);
        if (!ms) return refuse(file, lines, accepted);
        const Milliseconds time{*ms};
        if (!trace->times.empty() && time < trace->times.back()) {
            return refuse(file, lines, "a time not before that of the line before is accepted");
        }
        trace->times.emplace_back(time);
    }
    if (trace->times.empty()) return refuse_empty(file, accepted);
    if (trace->times.back() == Duration::zero()) {
        return Unexpected(std::string(file) +
                          ": it ends at 0 ms: a recording that takes some time is accepted");
    }
    return trace;
}

}  // namespace giaoban::linksim
