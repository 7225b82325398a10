#include "tools/replay/report.h"

#include <chrono>

#include "tests/catch.h"
#include "tests/tools/replay/made.h"
#include "tools/replay/plot.h"

using namespace giaoban;
using namespace giaoban::replay;
using namespace giaoban::tests;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("the figures are one JSON object", "[replay]") {
    ReplayFigures figures;
    figures.playout.played = 900ms;
    figures.playout.plc = 120ms;
    figures.trailing = 20ms;
    figures.sent = 1s;
    figures.delay.mean = 45500us;
    const std::string json = as_json(figures, {.replay = 2ms, .bare = 1ms});
    CHECK_THAT(json, ContainsSubstring("\"played_samples\": 43200,\n"));
    CHECK_THAT(json, ContainsSubstring("\"concealed_plc_samples\": 4800,\n"));
    CHECK_THAT(json, ContainsSubstring("\"concealed_percent\": 10.000,\n"));
    CHECK_THAT(json, ContainsSubstring("\"delay_mean_ms\": 45.50,\n"));
    CHECK_THAT(json, ContainsSubstring("\"bare_cpu_seconds\": 0.0010\n}\n"));
    CHECK(json.starts_with("{\n"));
}

TEST_CASE("the ticks are lines of a CSV, empty where nothing spoken is heard", "[replay]") {
    TickRow row;
    row.at = 1500ms;
    row.kind = audio::TickKind::plc;
    row.target = 45ms;
    row.interrupted = true;
    CHECK(as_csv({row}) ==
          "at_ms,kind,delay_ms,target_ms,depth_ms,interrupted\n1500.00,plc,,45.00,0.00,1\n");
}

TEST_CASE("a plot names its axes, its curves and its file, and closes what it opens", "[replay]") {
    std::vector<TickRow> rows;
    const auto figures = heard(made(5, {.loss = 0.2, .loss_burst = 2}), {},
                               [&](const TickRow& row) { rows.push_back(row); });
    const std::string svg = as_svg("a<b>&c", figures, rows);
    for (const auto* said :
         {"a&lt;b&gt;&amp;c", "mouth to ear, ms", "time since the first packet, s", "target",
          "made up from DRED", "lost on the way", "polyline"}) {
        CHECK_THAT(svg, ContainsSubstring(said));
    }
    CHECK(svg.starts_with("<svg "));
    CHECK(svg.ends_with("</svg>\n"));
    CHECK(svg.find("nan") == std::string::npos);
    CHECK(svg.find("inf") == std::string::npos);
}

TEST_CASE("a plot of nothing says so", "[replay]") {
    CHECK_THAT(as_svg("none", {}, {}), ContainsSubstring("nothing was heard"));
}
