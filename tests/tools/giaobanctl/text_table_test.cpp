#include "tools/giaobanctl/text_table.h"

#include "tests/catch.h"

using namespace giaoban::ctl;

TEST_CASE("columns are as wide as their widest cell, in letters and not in bytes", "[tools]") {
    TextTable table({"a", "b", "c"});
    table.row({"Hồng", "1", ""});
    table.row({"x", "", "y"});
    CHECK(table.text() == "a     b  c\nHồng  1\nx        y\n");
}

TEST_CASE("a mark that is a character of its own takes no column", "[tools]") {
    CHECK(columns_of("ồ") == 1);
    CHECK(columns_of("o\xCC\x82\xCC\x80") == 1);
    CHECK(columns_of("") == 0);
    CHECK(columns_of("đƯ") == 2);
}
