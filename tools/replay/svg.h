#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace giaoban::replay {

/// Where something is drawn, in pixels; y grows downwards.
struct Point {
    double x = 0;
    double y = 0;
};

/// How a text stands to its point.
enum class Anchor : unsigned char { start, middle, end };

/// A drawing that is written as it goes. Colours are as CSS has them.
///
/// Errors:     none; text is escaped.
/// Source:     W3C, Scalable Vector Graphics (SVG) 1.1.
class Svg {
  public:
    Svg(double width, double height);

    void rectangle(Point corner, double width, double height, std::string_view colour);
    void line(Point from, Point to, std::string_view colour, double width = 1);
    /// A broken line through all of them.
    void path(const std::vector<Point>& points, std::string_view colour, double width);
    void text(Point at, std::string_view words, Anchor anchor, double size = 13);
    /// Upwards, for the name of an axis.
    void text_upwards(Point at, std::string_view words);

    [[nodiscard]] std::string finished() const { return svg_ + "</svg>\n"; }

  private:
    void put(const char* format, ...) __attribute__((format(printf, 2, 3)));

    std::string svg_;
};

}  // namespace giaoban::replay
