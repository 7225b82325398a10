#include "tools/giaobanctl/csv.h"

#include "tests/catch.h"

using namespace giaoban::ctl;
using Cells = std::vector<std::string>;

TEST_CASE("a table is read as spreadsheets write it", "[tools]") {
    const std::string text =
        GENERATE(as<std::string>(), "name,wifi\nXã A,\"a,\"\"b\"\"\"\n\n B , \" c\"\n",
                 "\xEF\xBB\xBFname;wifi\r\nXã A;\"a,\"\"b\"\"\";\r\n;\r\nB;\" c\"",
                 "name\twifi\nXã A\t\"a,\"\"b\"\"\"\n\n B\t\" c\" \n");
    const auto table = read_csv(text);
    REQUIRE(table);
    CHECK(table->columns == Cells{"name", "wifi"});
    REQUIRE(table->rows.size() == 2);
    CHECK(table->rows[0].line == 2);
    CHECK(table->rows[0].cells == Cells{"Xã A", "a,\"b\""});
    CHECK(table->rows[1].line == 4);
    CHECK(table->rows[1].cells == Cells{"B", " c"});
}

TEST_CASE("what is wrong in a table is told with its line", "[tools]") {
    const auto [text, line, what] = GENERATE(table<std::string, int, std::string>({
        {"", 0, "is empty"},
        {"\n\n", 0, "is empty"},
        {"name\na\n\"b\n", 3, "a quotation mark (\") does not close"},
        {"name\na\nX\xE3\n", 3, "not UTF-8: save the table as \"CSV UTF-8\""},
        {std::string("n\0a\0m\0", 6), 1, "not UTF-8: save the table as \"CSV UTF-8\""},
        {"name,wifi\na,b,c\n", 2,
         "has 3 cells, the first line 2: put a text that has the separator in it in \"…\""},
        {std::string(70, ','), 0, "is empty"},
        {std::string(4 * 1024 * 1024 + 1, 'x'), 0, "is longer than 4 MiB"},
    }));
    const auto table = read_csv(text);
    REQUIRE_FALSE(table);
    CHECK(table.error().line == line);
    CHECK(table.error().what == what);
}
