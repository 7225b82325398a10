#include "tools/giaobanctl/text_table.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::ctl {

void TextTable::row(std::vector<std::string> cells) {
    ensure(cells.size() == rows_.front().size(), "a row has a cell for each head");
    rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], columns_of(row[i]));
        }
    }
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i] + std::string(widths[i] - columns_of(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::size_t columns_of(std::string_view utf8) noexcept {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        const bool continues = (byte & 0xC0U) == 0x80;
        const auto next = i + 1 < utf8.size() ? static_cast<unsigned char>(utf8[i + 1]) : 0U;
        const bool mark = byte == 0xCC || (byte == 0xCD && next <= 0xAF);
        if (!continues && !mark) ++columns;
    }
    return columns;
}

}  // namespace giaoban::ctl
