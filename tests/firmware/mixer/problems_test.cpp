#include "firmware/mixer/problems.h"

#include "net/link/rung.h"
#include "tests/catch.h"

namespace giaoban::mixer {

using net::Problem;
using Problems = std::vector<Problem>;

namespace {

net::BoxRow well() {
    net::BoxRow row;
    row.presence = net::Presence::joined;
    row.sound = net::SoundHealth::well;
    row.uplink_rung = static_cast<std::uint8_t>(net::default_rung);
    row.downlink_rung = row.uplink_rung;
    row.round_trip = Milliseconds{300};
    row.up.lost_permille = 99;
    return row;
}

Problems problems_of(net::BoxRow row, Duration unheard = longest_pause) {
    note_problems(row, unheard);
    return row.problems;
}

}  // namespace

TEST_CASE("a box that is well has no problems, nor has one that was never there", "[mixer]") {
    CHECK(problems_of(well()).empty());
    CHECK(problems_of({}).empty());
}

TEST_CASE("what is wrong with a box is named from its own figures", "[mixer]") {
    net::BoxRow row = well();
    row.up.lost_permille = 100;
    row.down.lost_permille = 300;
    row.round_trip = Milliseconds{1000};
    row.downlink_rung = 0;
    row.behind = Milliseconds{1};
    row.sound = net::SoundHealth::failing;
    CHECK(problems_of(row) == Problems{Problem::loss_up, Problem::loss_down, Problem::slow_link,
                                       Problem::long_delay, Problem::sound_failing,
                                       Problem::behind});
    row = well();
    row.sound = net::SoundHealth::no_card;
    row.self_test = {3, net::SelfTestState::failed, net::SelfTestTrouble::no_card};
    CHECK(problems_of(row) == Problems{Problem::no_card, Problem::self_test_failed});
}

TEST_CASE("a microphone that hears nothing is a problem only while it should", "[mixer]") {
    net::BoxRow row = well();
    row.level_db = -96;
    CHECK(problems_of(row).empty());
    row.floor = FloorState::speaking;
    CHECK(problems_of(row) == Problems{Problem::silent});
    CHECK(problems_of(row, longest_pause - Milliseconds{1})
              .empty());  // a pause between two sentences
    row.level_db = -60;
    CHECK(problems_of(row).empty());
}

TEST_CASE("of a box that is lost its old figures say nothing more", "[mixer]") {
    net::BoxRow row = well();
    row.presence = net::Presence::lost;
    row.up.lost_permille = 500;
    row.problems = {Problem::meeting_full};
    CHECK(problems_of(row) == Problems{Problem::meeting_full, Problem::link_lost});
}

}  // namespace giaoban::mixer
