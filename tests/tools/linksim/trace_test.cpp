#include "tools/linksim/trace.h"

#include <chrono>
#include <string>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::linksim;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

template <typename Parse>
std::string refusal(Parse parse, std::string_view text) {
    const auto read = parse(text, "x.trace");
    INFO(text);
    REQUIRE_FALSE(read);
    return read.error();
}

}  // namespace

TEST_CASE("delays are read a line for each 20 ms", "[linksim][trace]") {
    const auto read = parse_delays("637.0\n0\r\n\n# a note\n 12.5", "a.delays");
    REQUIRE(read);
    CHECK((*read)->step == 20ms);
    CHECK((*read)->delays == std::vector<Duration>{637ms, 0ms, 12500us});
}

TEST_CASE("delays may come with their times, which set the step", "[linksim][trace]") {
    for (const std::string_view text : {"1,53.547\n2,35.1\n3,36\n", "1 53.547\n2\t35.1\n3; 36"}) {
        const auto read = parse_delays(text, "lte.csv");
        REQUIRE(read);
        CHECK((*read)->step == 1s);
        CHECK((*read)->delays == std::vector<Duration>{53547us, 35100us, 36ms});
    }
    CHECK_THAT(refusal(parse_delays, "1,5\n2,5\n2.5,5\n"), ContainsSubstring("x.trace:3: `2.5,5`"));
    CHECK_THAT(refusal(parse_delays, "2,5\n1,5\n"), ContainsSubstring("x.trace:2"));
    CHECK_THAT(refusal(parse_delays, "2,5\n1\n"), ContainsSubstring("as many values"));
    CHECK_THAT(refusal(parse_delays, "1,2,3\n"), ContainsSubstring("SECONDS,MS"));
}

TEST_CASE("what is no delay is refused with its place and what is accepted", "[linksim][trace]") {
    for (const std::string_view bad :
         {"-1", "nan", "inf", "1e9", "3600001", "5ms", "x", "1,", ",1"}) {
        CHECK_THAT(
            refusal(parse_delays, "0\n" + std::string(bad) + "\n"),
            ContainsSubstring("x.trace:2: `" + std::string(bad) + "`: a delay in ms from 0"));
    }
    CHECK_THAT(refusal(parse_delays, "\n# nothing\n"), ContainsSubstring("nothing in it"));
    // A binary file is shown no further than helps, and without what a terminal would obey.
    const std::string binary(10'000, '\x1b');
    const std::string said = refusal(parse_delays, binary);
    CHECK(said.size() < 200);
    CHECK_THAT(said, !ContainsSubstring("\x1b"));
}

TEST_CASE("a delay between two values lies between them", "[linksim][trace]") {
    const DelayTrace trace{.delays = {0ms, 100ms, 80ms}};
    CHECK(trace.length() == 60ms);
    CHECK(trace.at(0ms, true) == 0ms);
    CHECK(trace.at(20ms, true) == 100ms);
    CHECK(trace.at(5ms, true) == 25ms);
    CHECK(trace.at(30ms, true) == 90ms);
    CHECK(trace.at(-5ms, true) == 0ms);
    SECTION("at its end it begins again") {
        CHECK(trace.at(50ms, true) == 40ms);
        CHECK(trace.at(60ms, true) == 0ms);
        CHECK(trace.at(60s + 20ms, true) == 100ms);
    }
    SECTION("or has no effect from there") {
        CHECK(trace.at(50ms, false) == 80ms);
        CHECK(trace.at(60ms, false) == 0ms);
        CHECK(trace.at(1h, false) == 0ms);
    }
    SECTION("the greatest rise does not overflow") {
        const DelayTrace steep{.step = 864'000s, .delays = {0ms, 1h}};
        CHECK(steep.at(432'000s, true) == 30min);
    }
}

TEST_CASE("losses are read a line for each packet", "[linksim][trace]") {
    const auto read = parse_losses("0\n1\r\n1\n\n0", "a.loss");
    REQUIRE(read);
    CHECK((*read)->lost == std::vector<bool>{false, true, true, false});
    for (const std::string_view bad : {"2", "01", "-1", "yes", "0 1"}) {
        CHECK_THAT(refusal(parse_losses, "1\n0\n" + std::string(bad)),
                   ContainsSubstring("x.trace:3: `" + std::string(bad) + "`: 0 (it arrived) or 1"));
    }
    CHECK_THAT(refusal(parse_losses, ""), ContainsSubstring("nothing in it"));
}

TEST_CASE("delivery opportunities are read in mahimahi's format", "[linksim][trace]") {
    const auto read = parse_deliveries("0\n5\n5\n20\n", "a.up");
    REQUIRE(read);
    CHECK((*read)->times == std::vector<Duration>{0ms, 5ms, 5ms, 20ms});
    CHECK((*read)->length() == 20ms);
    // 4 x 1500 bytes in 20 ms.
    CHECK((*read)->rate() == Approx(2'400'000));
    for (const std::string_view bad : {"-1", "1.5", "x", "5 5", "99999999999999999999"}) {
        CHECK_THAT(refusal(parse_deliveries, "1\n" + std::string(bad)),
                   ContainsSubstring("x.trace:2: `" + std::string(bad) + "`: a time in whole ms"));
    }
    CHECK_THAT(refusal(parse_deliveries, "5\n4\n"), ContainsSubstring("not before"));
    CHECK_THAT(refusal(parse_deliveries, "0\n0\n"), ContainsSubstring("ends at 0 ms"));
    CHECK_THAT(refusal(parse_deliveries, ""), ContainsSubstring("nothing in it"));
}
