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
    const auto value_of = [](const Parameter& parameter) -> std::string {
        if (parameter.value == "PART") return "0.5";
        if (parameter.value == "FILE") return "one.trace";
        if (parameter.value == "YES_NO") return "no";
        if (parameter.value == "TIMES") return parameter.name == "outages" ? "5+1" : "5";
        return "77";
    };
    for (const auto& parameter : parameters()) {
        INFO(parameter.name);
        const auto command = parse_command(
            std::string(parameter.name) + ' ' + value_of(parameter), quiet,
            [](const std::string&) -> Expected<std::string, std::string> { return "1\n"; });
        REQUIRE(command);
        CHECK(command->settings.up != quiet.up);
        // An address is seen at one end.
        CHECK((command->settings.down != quiet.down) == (parameter.name != "rebinds"));
    }
    CHECK(read("rate 128").settings.up.rate_bps == 128'000);
    CHECK(read("rate 0.0001").settings.up.rate_bps == 1);
    CHECK(read("reorder-by 30").settings.up.reorder_by == 30ms);
    CHECK(read("bad-survival 0.2").settings.up.bad_survival == 0.2);
}

TEST_CASE("a recording is named by its file, whose name may have spaces", "[linksim]") {
    std::string asked;
    const ReadFile files = [&](const std::string& path) -> Expected<std::string, std::string> {
        asked = path;
        if (path == "away.delays") return Unexpected(std::string("away.delays: it is not there"));
        return "10\n1\n";
    };
    const auto up = parse_command("up delay-trace my trips/a 1.delays ", quiet, files);
    REQUIRE(up);
    CHECK(asked == "my trips/a 1.delays");
    REQUIRE(up->settings.up.delay_trace);
    CHECK(up->settings.up.delay_trace->delays == std::vector<Duration>{10ms, 1ms});
    CHECK_FALSE(up->settings.down.delay_trace);
    // Taken off again without a file.
    CHECK_FALSE(parse_command("delay-trace none", up->settings)->settings.up.delay_trace);

    const auto away = parse_command("delay-trace away.delays", quiet, files);
    REQUIRE_FALSE(away);
    CHECK(away.error() == "away.delays: it is not there");
    const auto wrong = parse_command("loss-trace x.loss", quiet, files);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().starts_with("x.loss:1: `10`"));
    CHECK_FALSE(parse_command("rate-trace x.up", quiet, files));
    CHECK_FALSE(parse_command("rate-trace x.up", quiet));
}

TEST_CASE("outages and changes of address are planned by lists of times", "[linksim]") {
    CHECK(read("down outages 60+5,90+1").settings.down.outages ==
          std::vector<Outage>{{60s, 5s}, {90s, 1s}});
    CHECK(read("down outages 60+5").settings.up.outages.empty());
    CHECK(read("rebinds 20,40").settings.up.address_changes == std::vector<Duration>{20s, 40s});
    CHECK(read("rebinds none").settings.up.address_changes.empty());
    using Catch::Matchers::ContainsSubstring;
    CHECK_THAT(refusal("down rebinds 5"), ContainsSubstring("up rebinds"));
    CHECK_THAT(refusal("outages 60"), ContainsSubstring("AT+LENGTH"));
    CHECK_THAT(refusal("repeat maybe"), ContainsSubstring("yes or no"));
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
