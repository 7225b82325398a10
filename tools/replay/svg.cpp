#include "tools/replay/svg.h"

#include <array>
#include <cstdarg>
#include <cstdio>

namespace giaoban::replay {
namespace {

constexpr std::string_view ink = "#222222";

std::string escaped(std::string_view words) {
    std::string text;
    for (const char c : words) {
        switch (c) {
            case '<': text += "&lt;"; break;
            case '>': text += "&gt;"; break;
            case '&': text += "&amp;"; break;
            default: text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return text;
}

const char* name_of(Anchor anchor) {
    switch (anchor) {
        case Anchor::start: return "start";
        case Anchor::middle: return "middle";
        case Anchor::end: return "end";
    }
    return "start";
}

}  // namespace

void Svg::put(const char* format, ...) {
    std::array<char, 256> room{};
    std::va_list values;
    va_start(values, format);
    std::vsnprintf(room.data(), room.size(), format, values);
    va_end(values);
    svg_ += room.data();
}

Svg::Svg(double width, double height) {
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 "
        "%.0f %.0f\" ",
        width, height, width, height);
    svg_ += "font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\">\n";
    rectangle({0, 0}, width, height, "#ffffff");
}

void Svg::rectangle(Point corner, double width, double height, std::string_view colour) {
    put("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"", corner.x, corner.y,
        width, height);
    svg_.append(colour).append("\"/>\n");
}

void Svg::line(Point from, Point to, std::string_view colour, double width) {
    put("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" ", from.x, from.y, to.x, to.y);
    put("stroke-width=\"%.1f\" stroke=\"", width);
    svg_.append(colour).append("\"/>\n");
}

void Svg::path(const std::vector<Point>& points, std::string_view colour, double width) {
    if (points.size() < 2) return;
    svg_ += "<polyline points=\"";
    for (const Point& point : points)
        put("%.1f,%.1f ", point.x, point.y);
    put("\" fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"%.1f\" stroke=\"", width);
    svg_.append(colour).append("\"/>\n");
}

void Svg::text(Point at, std::string_view words, Anchor anchor, double size) {
    put("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\" text-anchor=\"%s\" fill=\"", at.x, at.y,
        size, name_of(anchor));
    svg_.append(ink).append("\">").append(escaped(words)).append("</text>\n");
}

void Svg::text_upwards(Point at, std::string_view words) {
    put("<text transform=\"translate(%.1f %.1f) rotate(-90)\" font-size=\"13\" "
        "text-anchor=\"middle\" fill=\"",
        at.x, at.y);
    svg_.append(ink).append("\">").append(escaped(words)).append("</text>\n");
}

}  // namespace giaoban::replay
