#include "firmware/mixer/chair/live_feed.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "firmware/mixer/chair/merge_patch.h"
#include "firmware/mixer/chair/state_json.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/chair/fake_meeting.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

const WallTime epoch{1'795'000'000s};

struct Follower {
    LiveFeed feed;
    json::value seen;
    std::size_t bytes = 0;
    int patches = 0;

    void hear(const std::string& message) {
        const json::value heard = json::parse(message);
        bytes += message.size();
        if (heard.at("type") == "state") {
            seen = heard.at("state");
        } else {
            REQUIRE(heard.at("type") == "patch");
            patches += 1;
            apply_merge_patch(seen, heard.at("patch"));
        }
    }
};

}  // namespace

TEST_CASE("whoever takes the first state and every patch has the state", "[chair]") {
    Instant now{1h};
    test::FakeMeeting meeting(15, true, 3, now);
    Follower page;
    (void)page.feed.update(meeting.status(now), epoch, now);
    page.hear(page.feed.first(epoch));
    for (int i = 0; i < 4'000; ++i) {
        now += 250ms;
        meeting.advance(now);
        const WallTime wall = epoch + (now - Instant{1h});
        if (const auto patch = page.feed.update(meeting.status(now), wall, now)) page.hear(*patch);
        json::value seen = page.seen;
        json::value whole = json::parse(page.feed.state(wall));
        seen.get_object()["now"] = 0;
        whole.get_object()["now"] = 0;
        REQUIRE(seen == whole);
    }
    CHECK(page.patches > 100);
}

TEST_CASE("a meeting in which nothing happens is told the time each 2 s and nothing else",
          "[chair]") {
    const Instant begin{1h};
    test::FakeMeeting meeting(15, false, 3, begin);
    LiveFeed feed;
    ChairAction open;
    open.kind = ActionKind::open_meeting;
    open.text = "Giao ban";
    REQUIRE(meeting.request(open, "chair", begin));
    meeting.ask(BoxId{2}, begin);
    meeting.ask(BoxId{3}, begin);
    REQUIRE(feed.update(meeting.status(begin), epoch, begin));
    int told = 0;
    for (auto passed = 250ms; passed < 3min; passed += 250ms) {
        const auto patch =
            feed.update(meeting.status(begin + passed), epoch + passed, begin + passed);
        if (!patch) continue;
        told += 1;
        INFO(*patch);
        CHECK(json::parse(*patch).at("patch").get_object().size() == 1);
        CHECK(json::parse(*patch).at("patch").at("now") == unix_ms(epoch + passed));
    }
    CHECK(told == 89);
}

TEST_CASE("figures of links are told each 5 s, and who is lost at once", "[chair]") {
    Instant now{1h};
    ChairState state;
    state.boxes[BoxId{1}].presence = net::Presence::joined;
    LiveFeed feed;
    (void)feed.update(state, epoch, now);
    state.boxes[BoxId{1}].up.lost_permille = 50;
    CHECK_FALSE(feed.update(state, epoch + 1s, now + 1s));
    const auto patch = feed.update(state, epoch + 6s, now + 6s);
    REQUIRE(patch);
    CHECK(json::parse(*patch).at("patch").at("boxes").at("1").at("up").at("loss") == 50);
    state.boxes[BoxId{1}].presence = net::Presence::lost;
    state.boxes[BoxId{1}].up.lost_permille = 1000;
    const auto lost = feed.update(state, epoch + 7s, now + 7s);
    REQUIRE(lost);
    CHECK(json::parse(*lost).at("patch").at("boxes").at("1").at("up").at("loss") == 1000);
}

TEST_CASE("there are at most 4 patches a second", "[chair]") {
    const Instant now{1h};
    ChairState state;
    LiveFeed feed;
    CHECK(feed.due(now));
    REQUIRE(feed.update(state, epoch, now));
    CHECK_FALSE(feed.due(now + 249ms));
    CHECK(feed.due(now + 250ms));
}

TEST_CASE("how loud somebody is goes from 0 to 10", "[chair]") {
    CHECK(level_step(-96) == 0);
    CHECK(level_step(-61) == 0);
    CHECK(level_step(-60) == 1);
    CHECK(level_step(-30) == 6);
    CHECK(level_step(0) == 10);
    CHECK(level_step(20) == 10);
}

TEST_CASE("a moment that moves by a second or more is told", "[chair]") {
    const Instant now{1h};
    ChairState state;
    BoxTile& box = state.boxes[BoxId{1}];
    box.presence = net::Presence::joined;
    box.floor = FloorState::speaking;
    box.time_left = 30s;
    LiveFeed feed;
    (void)feed.update(state, epoch, now);
    box.time_left = 28'900ms;
    CHECK_FALSE(feed.update(state, epoch + 1s, now + 1s));
    box.time_left = 58s;
    CHECK(feed.update(state, epoch + 2s, now + 2s));
}
