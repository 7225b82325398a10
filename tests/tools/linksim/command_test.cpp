#include "tools/linksim/command.h"

#include <chrono>
#include <string>

#include "tests/catch.h"
#include "tools/linksim/profile.h"

using namespace giaoban;
using namespace giaoban::linksim;
using namespace std::chrono_literals;

namespace {

const LinkPairSettings quiet{.up = {.delay = 10ms, .loss = 0.1}, .down = {.delay = 20ms}};

Command read(std::string_view line) {
    const auto command = parse_command(line, quiet);
    INFO(line);
    REQUIRE(command);
    return *command;
}

std::string refusal(std::string_view line) {
    const auto command = parse_command(line, quiet);
    INFO(line);
    REQUIRE_FALSE(command);
    return command.error();
}

}  // namespace

TEST_CASE("a parameter is set for both directions or for one", "[linksim]") {
    const auto both = read("loss 0.2");
    CHECK(both.kind == Command::Kind::set);
    CHECK(both.settings.up.loss == 0.2);
    CHECK(both.settings.down.loss == 0.2);
    CHECK(both.settings.up.delay == 10ms);
    CHECK(both.settings.down.delay == 20ms);
    CHECK(read("  up delay\t300 ").settings.up.delay == 300ms);
    CHECK(read("up delay 300").settings.down.delay == 20ms);
    CHECK(read("down delay 2.5").settings.down.delay == 2500us);
    CHECK(read("down delay 2.5").settings.up == quiet.up);
}

TEST_CASE("every parameter in the list can be set and changes something", "[linksim]") {
    for (const auto& parameter : parameters()) {
        INFO(parameter.name);
        const bool part = parameter.value == "PART";
        const auto command = read(std::string(parameter.name) + (part ? " 0.5" : " 77"));
        CHECK(command.settings.up != quiet.up);
        CHECK(command.settings.down != quiet.down);
    }
    CHECK(read("rate 128").settings.up.rate_bps == 128'000);
}

TEST_CASE("a profile replaces everything, in the direction that is named", "[linksim]") {
    const auto* bad = find_profile("3g-bad");
    CHECK(read("profile 3g-bad").settings == LinkPairSettings{bad->up, bad->down});
    CHECK(read("down profile 3g-bad").settings == LinkPairSettings{quiet.up, bad->down});
}

TEST_CASE("outages, rebinding, figures and the end are asked for by a word", "[linksim]") {
    const auto outage = read("outage 5");
    CHECK(outage.kind == Command::Kind::outage);
    CHECK(outage.length == 5s);
    CHECK((outage.up && outage.down));
    const auto down = read("down outage 0.25");
    CHECK(down.length == 250ms);
    CHECK((!down.up && down.down));
    CHECK(read("rebind").kind == Command::Kind::rebind);
    CHECK(read("stats\r").kind == Command::Kind::stats);
    CHECK(read("quit").kind == Command::Kind::quit);
    CHECK(read("").kind == Command::Kind::nothing);
    CHECK(read(" \t").kind == Command::Kind::nothing);
}

TEST_CASE("what cannot be is refused with what is accepted", "[linksim]") {
    using Catch::Matchers::ContainsSubstring;
    CHECK_THAT(refusal("loss 1.5"), ContainsSubstring("0 to 1"));
    CHECK_THAT(refusal("loss -0.1"), ContainsSubstring("0 to 1"));
    CHECK_THAT(refusal("loss nan"), ContainsSubstring("loss"));
    CHECK_THAT(refusal("delay 1e99"), ContainsSubstring("3600000"));
    CHECK_THAT(refusal("delay 10ms"), ContainsSubstring("10ms"));
    CHECK_THAT(refusal("burst 0"), ContainsSubstring("from 1"));
    CHECK_THAT(refusal("outage long"), ContainsSubstring("seconds"));
    CHECK_THAT(refusal("profile 7g"), ContainsSubstring("3g-bad"));
    CHECK_THAT(refusal("losss 0.1"), ContainsSubstring("loss"));
    CHECK_THAT(refusal("up"), ContainsSubstring("accepted"));
    CHECK_THAT(refusal("up rebind"), ContainsSubstring("accepted"));
    CHECK_THAT(refusal("loss 0.1 0.2"), ContainsSubstring("accepted"));
    CHECK_THAT(refusal("loss"), ContainsSubstring("accepted"));
}
