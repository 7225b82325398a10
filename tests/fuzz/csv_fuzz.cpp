// A table of boxes: any bytes are read, or refused with a line; all rows have a cell for each column.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tools/giaobanctl/card_list.h"
#include "tools/giaobanctl/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto table = giaoban::ctl::read_csv(text);
    if (!table) {
        if (table.error().what.empty()) std::abort();
        return 0;
    }
    int line = 0;
    for (const auto& row : table->rows) {
        if (row.cells.size() != table->columns.size() || row.line <= line) std::abort();
        line = row.line;
    }
    giaoban::ctl::CardOrder all;
    all.mixers = {"a:1"};
    const auto cards = giaoban::ctl::cards_of_list(text, "t.csv", all);
    if (!cards && cards.error().empty()) std::abort();
    return 0;
}
