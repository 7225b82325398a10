#include "firmware/mixer/records/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <utility>

namespace giaoban::mixer {

namespace {

constexpr double points_in_mm = 72 / 25.4;

// Tinos is as wide as Times New Roman, letter by letter, and has all of Vietnamese (Liberation Serif has not, and a word
// in two fonts is no print). Where it is not installed, the next that has.
constexpr const char* letters_family = "Tinos, Noto Serif, DejaVu Serif";

cairo_status_t take_bytes(void* into, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

PangoAlignment pango_align(Paper::Align align) {
    switch (align) {
        case Paper::Align::centre: return PANGO_ALIGN_CENTER;
        case Paper::Align::right: return PANGO_ALIGN_RIGHT;
        default: return PANGO_ALIGN_LEFT;
    }
}

struct Unref {
    void operator()(PangoLayout* layout) const noexcept { g_object_unref(layout); }
};

/// An empty layout of that style, its letters placed as on paper and not as on a screen.
std::unique_ptr<PangoLayout, Unref> layout_of(cairo_t* cairo, const Paper::Style& style) {
    std::unique_ptr<PangoLayout, Unref> layout(pango_cairo_create_layout(cairo));
    PangoContext* context = pango_layout_get_context(layout.get());
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_layout_context_changed(layout.get());

    PangoFontDescription* font = pango_font_description_from_string(letters_family);
    pango_font_description_set_absolute_size(font, style.letters * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (style.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), pango_align(style.align));
    pango_layout_set_justify(layout.get(), style.align == Paper::Align::justified ? TRUE : FALSE);
    return layout;
}

}  // namespace

/// The libraries' objects.
struct Paper::Drawing {
    explicit Drawing(std::string& bytes)
        : surface(cairo_pdf_surface_create_for_stream(take_bytes, &bytes, width * points_in_mm,
                                                      height * points_in_mm)),
          cairo(cairo_create(surface)) {}
    Drawing(const Drawing&) = delete;
    Drawing& operator=(const Drawing&) = delete;
    ~Drawing() {
        cairo_destroy(cairo);
        cairo_surface_destroy(surface);
    }
    cairo_surface_t* surface;
    cairo_t* cairo;
};

Paper::Paper(const std::string& title, std::string foot)
    : drawing_(std::make_unique<Drawing>(bytes_)), foot_(std::move(foot)) {
    cairo_pdf_surface_set_metadata(drawing_->surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(drawing_->surface, CAIRO_PDF_METADATA_CREATOR, "Giao Ban");
    begin_page();
}

Paper::~Paper() = default;

void Paper::begin_page() {
    ++page_;
    at_ = top;
    // The number stands in the upper margin, half way.
    if (page_ > 1) {
        text_at(left, top / 2, text_width, std::to_string(page_),
                {usual_letters, false, false, Align::centre, 0, 0}, true);
    }
}

void Paper::end_page() {
    cairo_set_source_rgb(drawing_->cairo, 0.35, 0.35, 0.35);
    text_at(left, height - bottom + 6, text_width, foot_, {7.5, false, false, Align::centre, 0, 0},
            true);
    cairo_set_source_rgb(drawing_->cairo, 0, 0, 0);
    cairo_show_page(drawing_->cairo);
}

void Paper::keep(double free) {
    if (at_ + free <= height - bottom) return;
    end_page();
    begin_page();
}

/// Writes a text, or only measures it; answers how high it is. Pango and cairo count in points: letters are placed by
/// steps of them.
double Paper::text_at(double x, double y, double wide, std::string_view text, const Style& style,
                      bool draw) {
    constexpr double unit = points_in_mm * PANGO_SCALE;
    const auto layout = layout_of(drawing_->cairo, style);
    pango_layout_set_width(layout.get(), static_cast<int>(wide * unit));
    pango_layout_set_indent(layout.get(), static_cast<int>(style.indent * unit));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    int high = 0;
    pango_layout_get_size(layout.get(), nullptr, &high);
    if (draw) {
        cairo_move_to(drawing_->cairo, x * points_in_mm, y * points_in_mm);
        pango_cairo_show_layout(drawing_->cairo, layout.get());
    }
    return high / unit;
}

void Paper::rule(double x1, double y1, double x2, double y2) {
    cairo_set_line_width(drawing_->cairo, 0.5);
    cairo_move_to(drawing_->cairo, x1 * points_in_mm, y1 * points_in_mm);
    cairo_line_to(drawing_->cairo, x2 * points_in_mm, y2 * points_in_mm);
    cairo_stroke(drawing_->cairo);
}

void Paper::paragraph(std::string_view text, const Style& style) {
    keep(text_at(left, at_, text_width, text, style, false));
    at_ += text_at(left, at_, text_width, text, style, true) + style.after;
}

void Paper::line(const Line& line) {
    keep(lines_at(left, at_, text_width, {line}, false));
    at_ = lines_at(left, at_, text_width, {line}, true);
}

/// Where the text goes on below them.
double Paper::lines_at(double x, double y, double wide, const std::vector<Line>& lines, bool draw) {
    const double from = y;
    for (const Line& line : lines) {
        y += text_at(x, y, wide, line.text, line.style, draw);
        if (line.rule > 0) {
            y += 1.2;
            const double middle = x + wide / 2;
            if (draw) rule(middle - line.rule / 2, y, middle + line.rule / 2, y);
            y += 0.6;
        }
        y += line.style.after;
    }
    return draw ? y : y - from;
}

void Paper::beside(const std::vector<Line>& left_lines, const std::vector<Line>& right_lines,
                   double share) {
    const double wide = text_width * share;
    keep(std::max(lines_at(left, at_, wide, left_lines, false),
                  lines_at(left, at_, text_width - wide, right_lines, false)));
    const double end_left = lines_at(left, at_, wide, left_lines, true);
    const double end_right = lines_at(left + wide, at_, text_width - wide, right_lines, true);
    at_ = std::max(end_left, end_right);
}

constexpr double cell_margin = 1;

double Paper::row_height(const Table& table, const std::vector<std::string>& cells, bool head) {
    double high = 0;
    for (std::size_t i = 0; i < table.columns.size() && i < cells.size(); ++i) {
        const Style style{table.letters, head, false, Align::left, 0, 0};
        const double wide = table.columns[i].width - 2 * cell_margin;
        high = std::max(high, text_at(0, 0, wide, cells[i], style, false));
    }
    // A row that is higher than a page would never fit; what is too much of it is under the foot.
    return std::min(high + cell_margin, height - top - bottom);
}

void Paper::row(const Table& table, const std::vector<std::string>& cells, bool head) {
    const double high = row_height(table, cells, head);
    double x = left;
    rule(left, at_, left + text_width, at_);
    for (std::size_t i = 0; i < table.columns.size() && i < cells.size(); ++i) {
        const Column& column = table.columns[i];
        const Style style{table.letters, head, false, head ? Align::centre : column.align, 0, 0};
        rule(x, at_, x, at_ + high);
        text_at(x + cell_margin, at_ + cell_margin / 2, column.width - 2 * cell_margin, cells[i],
                style, true);
        x += column.width;
    }
    rule(left + text_width, at_, left + text_width, at_ + high);
    rule(left, at_ + high, left + text_width, at_ + high);
    at_ += high;
}

void Paper::table(const Table& table) {
    std::vector<std::string> heads;
    for (const Column& column : table.columns)
        heads.push_back(column.head);
    const double head_height = row_height(table, heads, true);
    const double first = table.rows.empty() ? 0 : row_height(table, table.rows.front(), false);
    keep(head_height + first);
    row(table, heads, true);
    for (const auto& cells : table.rows) {
        const int page = page_;
        keep(row_height(table, cells, false));
        if (page != page_) row(table, heads, true);
        row(table, cells, false);
    }
    at_ += 2;
}

void Paper::bars(const std::vector<Bar>& bars, double bars_height) {
    if (bars.empty()) return;
    const Style small{9, false, false, Align::centre, 0, 0};
    const double each = text_width / static_cast<double>(bars.size());
    const double line_height = text_at(0, 0, text_width, "0", small, false);
    double names_height = 0;
    std::int64_t most = 1;
    for (const Bar& bar : bars) {
        names_height = std::max(names_height, text_at(0, 0, each, bar.name, small, false));
        most = std::max(most, bar.value);
    }
    keep(line_height + bars_height + names_height + 2);
    const double ground = at_ + line_height + bars_height;
    double x = left;
    for (const Bar& bar : bars) {
        const double high =
            bars_height * static_cast<double>(bar.value) / static_cast<double>(most);
        cairo_set_source_rgb(drawing_->cairo, 0.55, 0.65, 0.78);
        cairo_rectangle(drawing_->cairo, (x + 0.15 * each) * points_in_mm,
                        (ground - high) * points_in_mm, 0.7 * each * points_in_mm,
                        high * points_in_mm);
        cairo_fill(drawing_->cairo);
        cairo_set_source_rgb(drawing_->cairo, 0, 0, 0);
        text_at(x, ground - high - line_height, each, std::to_string(bar.value), small, true);
        text_at(x, ground + 0.5, each, bar.name, small, true);
        x += each;
    }
    rule(left, ground, left + text_width, ground);
    at_ = ground + names_height + 2;
}

void Paper::dotted(int lines) {
    constexpr double line_height = 7.5;  // to be written on by hand
    for (int i = 0; i < lines; ++i) {
        keep(line_height);
        at_ += line_height;
        const double dash[] = {0.8, 2.5};  // points
        cairo_set_dash(drawing_->cairo, dash, 2, 0);
        rule(left, at_ - 1, left + text_width, at_ - 1);
        cairo_set_dash(drawing_->cairo, nullptr, 0, 0);
    }
    at_ += 1.5;
}

Expected<std::string, std::string> Paper::finish() && {
    end_page();
    cairo_surface_finish(drawing_->surface);
    const cairo_status_t status = cairo_surface_status(drawing_->surface);
    const cairo_status_t drawn = cairo_status(drawing_->cairo);
    drawing_.reset();
    if (status != CAIRO_STATUS_SUCCESS || drawn != CAIRO_STATUS_SUCCESS) {
        const auto first = drawn != CAIRO_STATUS_SUCCESS ? drawn : status;
        return Unexpected(std::string("the PDF could not be made: ") +
                          cairo_status_to_string(first));
    }
    return std::move(bytes_);
}

}  // namespace giaoban::mixer
