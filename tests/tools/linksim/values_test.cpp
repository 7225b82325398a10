#include "tools/linksim/values.h"

#include <chrono>
#include <string>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::linksim;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("outages are read as begin and length", "[linksim]") {
    const auto read = parse_outages("60+5,0.5+0.25");
    REQUIRE(read);
    CHECK(*read == std::vector<Outage>{{60s, 5s}, {500ms, 250ms}});
    CHECK(parse_outages("none")->empty());
    for (const std::string_view bad :
         {"60", "60+", "+5", "60-5", "60+5,", "nan+1", "1+3601", "-1+1", "86401+1", ""}) {
        INFO(bad);
        const auto refused = parse_outages(bad);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error(), ContainsSubstring("AT+LENGTH in seconds is accepted"));
    }
}

TEST_CASE("times are read in seconds", "[linksim]") {
    const auto read = parse_times("20,60.5");
    REQUIRE(read);
    CHECK(*read == std::vector<Duration>{20s, 60500ms});
    CHECK(parse_times("none")->empty());
    for (const std::string_view bad : {"", "1,", "1;2", "1 2", "-1", "inf"}) {
        INFO(bad);
        REQUIRE_FALSE(parse_times(bad));
    }
}

TEST_CASE("a list has no more times than the bound", "[linksim]") {
    std::string times = "1";
    for (std::size_t i = 1; i < most_times; ++i)
        times += ",1";
    CHECK(parse_times(times)->size() == most_times);
    CHECK_FALSE(parse_times(times + ",1"));
}
