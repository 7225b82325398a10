#include "tools/replay/plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "tools/replay/svg.h"

namespace giaoban::replay {
namespace {

using audio::TickKind;

constexpr double width = 1200;
constexpr double height = 640;
constexpr double left = 80;
constexpr double right = 1170;
constexpr double delay_top = 90;
constexpr double delay_bottom = 390;
constexpr double share_top = 440;
constexpr double share_bottom = 580;
// Two pixels each: what is narrower is not seen.
constexpr std::size_t most_stretches = 545;
constexpr std::size_t most_bars = 180;

// Told apart by those who do not see red and green alike (Okabe and Ito, "Color Universal Design", 2008).
constexpr std::string_view delay_colour = "#0072b2";
constexpr std::string_view depth_colour = "#9fd4f2";
constexpr std::string_view target_colour = "#d55e00";
constexpr std::string_view dred_colour = "#009e73";
constexpr std::string_view lbrr_colour = "#56b4e9";
constexpr std::string_view plc_colour = "#e69f00";
constexpr std::string_view silent_colour = "#cc2222";
constexpr std::string_view lost_colour = "#555555";
constexpr std::string_view grid_colour = "#dddddd";

double ms(auto length) {
    return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(length).count();
}

std::string in_words(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

/// What was there in one stretch of time: the most of each length, and how many ticks of each kind.
struct Stretch {
    double delay = -1;
    double target = -1;
    double depth = -1;
    double ticks = 0;
    double dred = 0;
    double lbrr = 0;
    double plc = 0;
    double silent = 0;
    double lost = 0;

    /// What is counted, not the lengths.
    void add(const Stretch& other) {
        ticks += other.ticks;
        dred += other.dred;
        lbrr += other.lbrr;
        plc += other.plc;
        silent += other.silent;
        lost += other.lost;
    }
};

/// A step of 1, 2 or 5 times a power of ten, so that `range` has about `steps`.
double round_step(double range, double steps) {
    const double rough = std::max(range / steps, 1e-9);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) return factor * power;
    }
    return 10 * power;
}

class Plot {
  public:
    Plot(const ReplayFigures& figures, const std::vector<TickRow>& rows);
    [[nodiscard]] std::string drawn(const std::string& title);

  private:
    void sort_in(const TickRow& row);
    [[nodiscard]] Stretch& at(Microseconds time);
    [[nodiscard]] double x(std::size_t stretch) const {
        return left + (right - left) * static_cast<double>(stretch) /
                          static_cast<double>(stretches_.size());
    }
    [[nodiscard]] double y(double value) const {
        return delay_bottom - (delay_bottom - delay_top) * std::min(value / top_ms_, 1.0);
    }
    void choose_top();
    void draw_axes();
    void draw_curve(double Stretch::*value, std::string_view colour, double thick);
    void draw_shares();
    void draw_legend();

    const ReplayFigures& figures_;
    Microseconds first_{};
    double length_ms_ = 0;
    double top_ms_ = 100;
    std::vector<Stretch> stretches_;
    Svg svg_{width, height};
};

Plot::Plot(const ReplayFigures& figures, const std::vector<TickRow>& rows) : figures_(figures) {
    stretches_.resize(std::clamp<std::size_t>(rows.size() / 4, 1, most_stretches));
    if (rows.empty()) return;
    first_ = rows.front().at;
    length_ms_ = ms(rows.back().at - first_ + audio::tick_length);
    for (const TickRow& row : rows)
        sort_in(row);
    const double tick = ms(audio::tick_length);
    for (const Microseconds lost : figures.lost_at)
        at(lost).lost += ms(figures.frame) / tick;
}

Stretch& Plot::at(Microseconds time) {
    const double place = ms(time - first_) / length_ms_ * static_cast<double>(stretches_.size());
    const double last = static_cast<double>(stretches_.size() - 1);
    return stretches_[static_cast<std::size_t>(std::clamp(place, 0.0, last))];
}

void Plot::sort_in(const TickRow& row) {
    Stretch& stretch = at(row.at);
    stretch.ticks += 1;
    if (row.delay) stretch.delay = std::max(stretch.delay, ms(*row.delay));
    stretch.target = std::max(stretch.target, ms(row.target));
    if (row.depth > Samples{0}) stretch.depth = std::max(stretch.depth, ms(row.depth));
    if (row.kind == TickKind::dred) stretch.dred += 1;
    if (row.kind == TickKind::lbrr) stretch.lbrr += 1;
    if (row.kind == TickKind::plc && row.interrupted) stretch.plc += 1;
    if (row.kind == TickKind::silence && row.interrupted) stretch.silent += 1;
}

/// A few moments of many seconds would press all the rest to the ground: the highest hundredth may be cut off.
void Plot::choose_top() {
    std::vector<double> values;
    for (const Stretch& stretch : stretches_)
        values.push_back(std::max({stretch.delay, stretch.target, stretch.depth, 1.0}));
    std::ranges::sort(values);
    const double nearly_all = values[(values.size() - 1) * 99 / 100];
    const double wanted = std::min(values.back(), 1.6 * nearly_all) * 1.05;
    const double step = round_step(wanted, 5);
    top_ms_ = std::ceil(wanted / step) * step;
}

void Plot::draw_axes() {
    const double step_ms = round_step(top_ms_, 5);
    for (double value = 0; value <= top_ms_ * 1.001; value += step_ms) {
        svg_.line({left, y(value)}, {right, y(value)}, grid_colour);
        svg_.text({left - 8, y(value) + 4}, in_words(value), Anchor::end);
    }
    for (const double share : {0.0, 50.0, 100.0}) {
        const double place = share_bottom - (share_bottom - share_top) * share / 100;
        svg_.line({left, place}, {right, place}, grid_colour);
        svg_.text({left - 8, place + 4}, in_words(share), Anchor::end);
    }
    const double seconds = length_ms_ / 1000;
    const double step = round_step(seconds, 12);
    for (double time = 0; time <= seconds * 1.001; time += step) {
        const double place = left + (right - left) * time / std::max(seconds, 1e-9);
        svg_.line({place, delay_top}, {place, delay_bottom}, grid_colour);
        svg_.line({place, share_top}, {place, share_bottom}, grid_colour);
        svg_.text({place, share_bottom + 18}, in_words(time), Anchor::middle);
    }
    svg_.text({(left + right) / 2, share_bottom + 42}, "time since the first packet, s",
              Anchor::middle);
    svg_.text_upwards({24, (delay_top + delay_bottom) / 2}, "mouth to ear, ms");
    svg_.text_upwards({24, (share_top + share_bottom) / 2}, "part of the time, %");
}

void Plot::draw_curve(double Stretch::*value, std::string_view colour, double thick) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
        if (stretches_[i].*value >= 0) {
            points.push_back({x(i), y(stretches_[i].*value)});
        } else {
            svg_.path(points, colour, thick);
            points.clear();
        }
    }
    svg_.path(points, colour, thick);
}

void Plot::draw_shares() {
    const double full = share_bottom - share_top;
    // Wide enough that a share of it means something, though a packet be 120 ms long.
    const std::size_t wide = (stretches_.size() + most_bars - 1) / most_bars;
    std::vector<Point> lost;
    for (std::size_t from = 0; from < stretches_.size(); from += wide) {
        const std::size_t until = std::min(from + wide, stretches_.size());
        Stretch sum;
        for (std::size_t i = from; i < until; ++i)
            sum.add(stretches_[i]);
        const double whole = std::max(sum.ticks, 1.0);
        double floor = share_bottom;
        for (const auto& [count, colour] :
             {std::pair(sum.dred, dred_colour), std::pair(sum.lbrr, lbrr_colour),
              std::pair(sum.plc, plc_colour), std::pair(sum.silent, silent_colour)}) {
            const double part = full * count / whole;
            if (part <= 0) continue;
            floor -= part;
            svg_.rectangle({x(from), floor}, x(until) - x(from) + 0.2, part, colour);
        }
        const double level = share_bottom - full * std::min(sum.lost / whole, 1.0);
        lost.push_back({x(from), level});
        lost.push_back({x(until), level});
    }
    if (!figures_.lost_at.empty()) svg_.path(lost, lost_colour, 1.2);
}

void Plot::draw_legend() {
    double place = left;
    const auto entry = [&](std::string_view words, std::string_view colour, double row) {
        svg_.rectangle({place, row - 9}, 18, 9, colour);
        svg_.text({place + 24, row}, words, Anchor::start);
        place += 44 + 7.6 * static_cast<double>(words.size());
    };
    entry("delay of what is heard", delay_colour, delay_top - 14);
    entry("target", target_colour, delay_top - 14);
    entry("depth of the buffer", depth_colour, delay_top - 14);
    place = left;
    entry("made up from DRED", dred_colour, share_top - 14);
    entry("from LBRR", lbrr_colour, share_top - 14);
    entry("from nothing (PLC)", plc_colour, share_top - 14);
    entry("silent amid speech", silent_colour, share_top - 14);
    entry("line: lost on the way", lost_colour, share_top - 14);
}

std::string Plot::drawn(const std::string& title) {
    svg_.text({left, 28}, title, Anchor::start, 17);
    if (length_ms_ <= 0) {
        svg_.text({left, 60}, "nothing was heard", Anchor::start);
        return svg_.finished();
    }
    choose_top();
    draw_axes();
    draw_curve(&Stretch::depth, depth_colour, 3);
    draw_curve(&Stretch::target, target_colour, 1.5);
    draw_curve(&Stretch::delay, delay_colour, 1.5);
    draw_shares();
    draw_legend();
    std::array<char, 200> words{};
    std::snprintf(words.data(), words.size(),
                  "delay: mean %.0f, median %.0f, 95 %% %.0f, most %.0f ms; interruptions of 150 "
                  "ms and more: %llu",
                  ms(figures_.delay.mean), ms(figures_.delay.p50), ms(figures_.delay.p95),
                  ms(figures_.delay.most), static_cast<unsigned long long>(figures_.interruptions));
    svg_.text({left, 50}, words.data(), Anchor::start);
    return svg_.finished();
}

}  // namespace

std::string as_svg(const std::string& title, const ReplayFigures& figures,
                   const std::vector<TickRow>& rows) {
    return Plot(figures, rows).drawn(title);
}

}  // namespace giaoban::replay
