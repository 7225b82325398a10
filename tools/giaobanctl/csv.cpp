#include "tools/giaobanctl/csv.h"

#include <algorithm>
#include <optional>

#include "config/card.h"

namespace giaoban::ctl {

namespace {

constexpr std::size_t longest_file = 4 * 1024 * 1024;
constexpr std::size_t most_columns = 64;

char separator_of(std::string_view first_line) {
    char best = ',';
    for (const char c : {',', ';', '\t'}) {
        if (std::count(first_line.begin(), first_line.end(), c) >
            std::count(first_line.begin(), first_line.end(), best)) {
            best = c;
        }
    }
    return best;
}

std::string without_spaces(std::string_view cell) {
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t'))
        cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t'))
        cell.remove_suffix(1);
    return std::string(cell);
}

/// The cells of a line; none when a quotation mark does not close.
std::optional<std::vector<std::string>> cells_of(std::string_view line, char separator) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    bool was_quoted = false;
    std::string cell;
    const auto end_cell = [&] {
        // What was put in quotation marks is meant as it is.
        cells.back() = was_quoted ? cell : without_spaces(cell);
        cell.clear();
        was_quoted = false;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cell += line[++i];
        } else if (line[i] == '"' && (quoted || without_spaces(cell).empty())) {
            if (!quoted) cell.clear();
            quoted = !quoted;
            was_quoted = true;
        } else if (!quoted && line[i] == separator) {
            end_cell();
            cells.emplace_back();
        } else if (quoted || !was_quoted || line[i] != ' ') {
            cell += line[i];
        }
    }
    if (quoted) return std::nullopt;
    end_cell();
    return cells;
}

bool empty(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
}

std::optional<CsvFault> take_line(CsvTable& table, int line, std::vector<std::string> cells) {
    if (empty(cells)) return std::nullopt;
    if (table.columns.empty()) {
        if (cells.size() > most_columns) return CsvFault{line, "more than 64 columns"};
        table.columns = std::move(cells);
        return std::nullopt;
    }
    while (cells.size() > table.columns.size() && cells.back().empty())
        cells.pop_back();
    if (cells.size() > table.columns.size()) {
        return CsvFault{line, "has " + std::to_string(cells.size()) + " cells, the first line " +
                                  std::to_string(table.columns.size()) +
                                  ": put a text that has the separator in it in \"…\""};
    }
    cells.resize(table.columns.size());
    table.rows.push_back({line, std::move(cells)});
    return std::nullopt;
}

}  // namespace

Expected<CsvTable, CsvFault> read_csv(std::string_view text) {
    if (text.size() > longest_file) return Unexpected(CsvFault{0, "is longer than 4 MiB"});
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    CsvTable table;
    char separator = ',';
    int line = 0;
    while (!text.empty()) {
        ++line;
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.ends_with('\r')) one.remove_suffix(1);
        if (!config::is_utf8(one) || one.find('\0') != std::string_view::npos) {
            return Unexpected(CsvFault{line, "not UTF-8: save the table as \"CSV UTF-8\""});
        }
        if (table.columns.empty()) separator = separator_of(one);
        auto cells = cells_of(one, separator);
        if (!cells) return Unexpected(CsvFault{line, "a quotation mark (\") does not close"});
        if (auto fault = take_line(table, line, std::move(*cells))) return Unexpected(*fault);
    }
    if (table.columns.empty()) return Unexpected(CsvFault{0, "is empty"});
    return table;
}

}  // namespace giaoban::ctl
