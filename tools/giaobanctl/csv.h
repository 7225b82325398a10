#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"

namespace giaoban::ctl {

/// A table as spreadsheets write it.
///
/// Commas, semicolons (a spreadsheet in Vietnamese or German) or tabs, whichever the first line has most of; cells in
/// quotation marks with "" for one; CR LF; a byte order mark. Lines without anything are left out.
///
/// Errors: not UTF-8, a quotation mark that does not close on its line, a line with more cells than the first.
/// Limits: 4 MiB, which is a line of 64 bytes for each of 65,535 boxes; 64 columns.
/// Source: RFC 4180.
struct CsvTable {
    struct Row {
        int line = 0;  ///< in the file, from 1
        std::vector<std::string> cells;
    };
    std::vector<std::string> columns;
    std::vector<Row> rows;  ///< each with as many cells as there are columns
};

struct CsvFault {
    int line = 0;  ///< 0: the file as a whole
    std::string what;
};

[[nodiscard]] Expected<CsvTable, CsvFault> read_csv(std::string_view text);

}  // namespace giaoban::ctl
