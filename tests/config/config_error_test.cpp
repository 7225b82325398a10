#include "config/config_error.h"

#include "tests/catch.h"

using namespace giaoban::config;

TEST_CASE("an error says as much as is known, in one line", "[config]") {
    CHECK(ConfigError{"f", 3, "a.b", "7", "expected 8"}.text() == "f:3: a.b = 7: expected 8");
    CHECK(ConfigError{"f", 0, "", "", "is empty"}.text() == "f: is empty");
    CHECK(ConfigError{"f", 1, "a\nb", "\x1b[2J", "no\r"}.text() == "f:1: a?b = ?[2J: no?");
}

TEST_CASE("errors are said in the order of the file's lines", "[config]") {
    ConfigErrors errors{{"f", 9, "", "", "x"}, {"f", 2, "", "", "y"}, {"f", 0, "", "", "z"}};
    sort_by_line(errors);
    CHECK(text(errors) == "f: z\nf:2: y\nf:9: x");
    CHECK(text(ConfigErrors{}).empty());
}
