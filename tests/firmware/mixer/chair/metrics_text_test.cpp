#include "firmware/mixer/chair/metrics_text.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "tests/catch.h"
#include "tests/firmware/mixer/chair/fake_meeting.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace std::chrono_literals;

TEST_CASE("every line of the metrics is as Prometheus reads it, and each family is told once",
          "[chair]") {
    const Instant now{1h};
    test::FakeMeeting meeting(3, false, 1, now);
    const std::string text = metrics_text(meeting.status(now), PageCounters{});
    const std::regex value(R"(([a-z_]+)(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?[0-9.e+-]+)");
    const std::regex head(R"(# (HELP|TYPE) ([a-z_]+) .+)");
    std::set<std::string> families;
    std::string family;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        std::smatch found;
        if (line.starts_with("# HELP")) {
            REQUIRE(std::regex_match(line, found, head));
            family = found[2];
            CHECK(families.insert(family).second);
        } else if (line.starts_with("#")) {
            REQUIRE(std::regex_match(line, found, head));
            CHECK(found[2] == family);
            const bool counter = line.ends_with(" counter");
            CHECK(counter == family.ends_with("_total"));
        } else {
            REQUIRE(std::regex_match(line, found, value));
            CHECK(found[1] == family);
        }
    }
    CHECK(families.contains("giaoban_box_joined"));
    CHECK(families.contains("giaoban_mixer_ticks_total"));
    CHECK(families.contains("giaoban_mixer_tick_latest_seconds"));
    CHECK(text.find(R"(giaoban_box_joined{box="2",name="Xã Hồng Thái"} 1)") != std::string::npos);
}

TEST_CASE("a name cannot get out of its label", "[chair]") {
    CHECK(escaped_label("a\"} 1\nx\\") == R"(a\"} 1\nx\\)");
}

TEST_CASE("the dashboard asks for nothing that is not served", "[chair]") {
    const Instant now{1h};
    test::FakeMeeting meeting(3, false, 1, now);
    ChairState state = meeting.status(now);
    // As the daemon counts (daemon_status.cpp).
    state.counters.push_back({"ticks_skipped", 0});
    state.counters.push_back({"ticks_late", 0});
    const std::string served = metrics_text(state, PageCounters{});
    std::ifstream in("tools/grafana/giaoban.json");
    const std::string dashboard{std::istreambuf_iterator<char>(in), {}};
    const std::regex name("giaoban_[a-z_]+");
    std::set<std::string> asked;
    for (std::sregex_iterator at(dashboard.begin(), dashboard.end(), name), end; at != end; ++at)
        asked.insert(at->str());
    CHECK(asked.size() > 15);
    for (const std::string& one : asked) {
        INFO(one);
        CHECK(served.find("# TYPE " + one + " ") != std::string::npos);
    }
}
