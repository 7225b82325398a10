#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"

namespace giaoban::mixer {

/// A document on A4, written from top to bottom; new pages begin by themselves.
///
/// Units:      millimetres for places and lengths, points for letters.
/// Threading:  one thread; several documents on several threads do not meet.
/// Errors:     finish() says what went wrong on the way (no memory; no font at all).
/// Source:     margins, letters and the place of the page number are those of Vietnam's decree 30/2020/NĐ-CP, appendix I:
///             top and bottom 20 to 25 mm, left 30 to 35, right 15 to 20; Times New Roman 13 to 14; the number in the
///             middle of the head, from the second page on.
class Paper {
  public:
    static constexpr double width = 210;
    static constexpr double height = 297;
    static constexpr double left = 30;
    static constexpr double right = 20;
    static constexpr double top = 20;
    static constexpr double bottom = 22;
    static constexpr double text_width = width - left - right;
    /// What is not said otherwise.
    static constexpr double usual_letters = 13;

    enum class Align : std::uint8_t { left, centre, right, justified };
    struct Style {
        double letters = usual_letters;
        bool bold = false;
        bool italic = false;
        Align align = Align::left;
        double indent = 0;   ///< of the first line
        double after = 1.5;  ///< free below it
    };
    struct Line {
        std::string text;
        Style style;
        double rule = 0;  ///< a line below it, so long
    };
    struct Column {
        std::string head;
        double width = 0;
        Align align = Align::left;
    };
    struct Table {
        std::vector<Column> columns;
        std::vector<std::vector<std::string>> rows;
        double letters = 10.5;
    };
    struct Bar {
        std::string name;
        std::int64_t value = 0;
    };

    /// `foot` stands at the foot of each page, small.
    Paper(const std::string& title, std::string foot);
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;
    ~Paper();

    void paragraph(std::string_view text, const Style& style);
    void paragraph(std::string_view text) { paragraph(text, Style{}); }
    void line(const Line& line);
    /// Side by side, the left one `share` of the width; for the head of a letter and for signatures. On one page.
    void beside(const std::vector<Line>& left_lines, const std::vector<Line>& right_lines,
                double share);
    /// Heads again on each page; a row stands on one page.
    void table(const Table& table);
    /// One bar for each, in a row, its value above it and its name below.
    void bars(const std::vector<Bar>& bars, double bars_height);
    /// A dotted line to be written on.
    void dotted(int lines = 1);
    void gap(double free) { at_ += free; }
    /// A new page, unless so much is free on this one.
    void keep(double free);

    /// The PDF's bytes.
    [[nodiscard]] Expected<std::string, std::string> finish() &&;

  private:
    struct Drawing;
    void begin_page();
    void end_page();
    double text_at(double x, double y, double wide, std::string_view text, const Style& style,
                   bool draw);
    void rule(double x1, double y1, double x2, double y2);
    double lines_at(double x, double y, double wide, const std::vector<Line>& lines, bool draw);
    void row(const Table& table, const std::vector<std::string>& cells, bool head);
    [[nodiscard]] double row_height(const Table& table, const std::vector<std::string>& cells,
                                    bool head);

    std::string bytes_;
    std::unique_ptr<Drawing> drawing_;
    std::string foot_;
    double at_ = top;
    int page_ = 0;
};

}  // namespace giaoban::mixer
