#include "config/toml_table.h"

#include "config/box_config.h"
#include "tests/catch.h"
#include "tests/config/errors_of.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::config::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("all errors of a file are said in one go, in the order of its lines", "[config]") {
    CHECK(errors_of<BoxConfig>("[sound]\nvoice = 1\nx = 2\n[codec]\ncomplexity = 11\n", "b") ==
          "b:2: sound.voice = 1: expected one of \"auto\" \"on\" \"off\"\n"
          "b:3: sound.x: no such key; there are device play voice rate_hz volume_percent "
          "volume microphone\n"
          "b:5: codec.complexity = 11: expected a whole number from 0 to 10");
}

TEST_CASE("what is not TOML is said with its line", "[config]") {
    CHECK_THAT(errors_of<BoxConfig>("card = 'x'\nlanguage = \n", "b"),
               ContainsSubstring("b:2: not TOML: "));
    CHECK_THAT(errors_of<BoxConfig>("card = 'x'\ncard = 'y'\n", "b"),
               ContainsSubstring("b:2: not TOML: "));
    CHECK_THAT(errors_of<BoxConfig>("card = '\xFF'", "b"), ContainsSubstring("not TOML: "));
    CHECK_THAT(errors_of<BoxConfig>("card = 'x'\n" + std::string(1025, '#'), "b"),
               ContainsSubstring("b:2: a line of more than 1024 bytes"));
    CHECK_THAT(errors_of<BoxConfig>(std::string(65537, '\n'), "b"), ContainsSubstring("64 KiB"));
}

TEST_CASE("a key that is not there is noted, and is an error only when it is needed", "[config]") {
    Findings findings{"f", {}, {}};
    const auto toml = parse_toml("here = 'x'", findings);
    REQUIRE(toml);
    std::string read;
    const auto take = [&read](std::string_view text) { return read = text, true; };
    {
        TomlTable table(*toml, "", findings);
        table.text("here", "", take, TomlTable::Needed::yes);
        table.text("may_be", "", take);
        table.text("must_be", "", take, TomlTable::Needed::yes);
    }
    CHECK(read == "x");
    CHECK(findings.absent == std::vector<std::string>{"may_be", "must_be"});
    CHECK(text(findings.errors) == "f: must_be: is not there, and is needed");
}
