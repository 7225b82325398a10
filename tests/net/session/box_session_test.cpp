#include "net/session/box_session.h"

#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

// 40 ms each way, and nothing at all between two moments.
Weather dead_between(Instant from, Instant to) {
    return [=](const Datagram&, Instant now) -> std::vector<Duration> {
        if (now >= from && now < to) return {};
        return {40ms};
    };
}

// One 20 ms packet of sound each 20 ms, from the box at `index`, for a while.
void speak(Village& village, std::size_t index, Duration length) {
    const Instant end = village.now + length;
    std::uint32_t timestamp = 0;
    const std::vector<std::byte> opus(40, std::byte{0x5A});
    while (village.now < end) {
        village.session(index).send_audio(timestamp, opus, timestamp == 0, village.now);
        timestamp += 960;
        village.run_for(20ms);
    }
}

MeetingView speaking() {
    MeetingView view;
    view.floor = FloorState::speaking;
    view.speaking = 1;
    return view;
}

}  // namespace

SCENARIO("a box is back within 3 s of its link's return", "[net][session]") {
    for (const Seconds outage : {5s, 30s, 300s, 3600s}) {
        for (const Milliseconds phase : {0ms, 700ms, 1900ms, 3300ms}) {
            Village village;
            village.run_for(10s);
            REQUIRE(village.all_joined());
            const Instant dead = village.now + phase;
            const Instant back = dead + outage;
            village.weather = dead_between(dead, back);
            village.run_until(back);
            INFO("outage " << outage.count() << " s, phase " << phase.count() << " ms");
            if (outage >= 12s) {
                CHECK(village.session().phase() == SessionPhase::lost);
                CHECK(village.count("lost 1") == 1);
            }
            const auto received = village.session().figures(back).received.datagrams;
            const auto heard_again = [&] {
                return village.mixer->is_there(Village::id(0)) && village.all_joined() &&
                       village.session().figures(village.now).received.datagrams > received;
            };
            CHECK(village.run_until_true(heard_again, 3s));
            village.run_for(20s);
            CHECK(village.count("joined 1") == 1);
            CHECK(village.count("returned 1") == (outage >= 12s ? 1 : 0));
            CHECK(village.all_joined());
        }
    }
}

SCENARIO("a mixing box that starts again in mid-meeting has its boxes back", "[net][session]") {
    GIVEN("three boxes, one of which speaks") {
        Village village(3, 3);
        village.run_for(2s);
        REQUIRE(village.all_joined());
        village.mixer->set_view(Village::id(0), speaking(), village.now);
        village.run_for(1s);
        WHEN("the mixing box is away for 2 s") {
            village.mixer_up = false;
            speak(village, 0, 2s);
            village.restart_mixer();
            village.mixer_up = true;
            village.events.clear();
            THEN("all are back within 3 s") {
                speak(village, 0, 3s);
                CHECK(village.mixer->is_there(Village::id(0)));
                const auto all = [&] {
                    return village.mixer->is_there(Village::id(1)) &&
                           village.mixer->is_there(Village::id(2));
                };
                CHECK(all());
                CHECK(village.count("joined 1") == 1);
                AND_THEN("it knows how the box stood") {
                    const BoxState& said = *village.mixer->state(Village::id(0));
                    CHECK(said.floor_seen == FloorState::speaking);
                    REQUIRE(said.told_ago);
                    CHECK(*said.told_ago >= 2s);
                    CHECK(*said.told_ago < 5s);
                }
                AND_THEN("once it was told something, a box says no more how long ago that was") {
                    village.mixer->set_view(Village::id(0), speaking(), village.now);
                    village.run_for(2s);
                    village.boxes[0]->session->press(Press::short_press, village.now);
                    village.run_for(2s);
                    CHECK(village.mixer->state(Village::id(0))->presses.short_presses == 1);
                    CHECK_FALSE(village.mixer->state(Village::id(0))->told_ago);
                }
            }
        }
        WHEN("it is away for a minute") {
            village.mixer_up = false;
            village.run_for(60s);
            village.restart_mixer();
            village.mixer_up = true;
            THEN("all are back within 3 s") {
                village.events.clear();
                CHECK(village.run_until_true([&] { return village.all_joined(); }, 3s));
                CHECK(village.events.size() == 3);
            }
        }
    }
}

SCENARIO("a press is counted exactly once, whatever happens", "[net][session][presses]") {
    GIVEN("a box in a meeting") {
        Village village;
        village.run_for(5s);
        WHEN("its button is pressed") {
            village.session().press(Press::short_press, village.now);
            THEN("the mixing box knows it after one way, and the box after two") {
                village.run_for(40ms);
                CHECK(village.pressed[Village::id(0)].first == 1);
                CHECK(village.session().presses_on_their_way() == 1);
                village.run_for(40ms);
                CHECK(village.session().presses_on_their_way() == 0);
            }
        }
        WHEN("it is pressed while the link is dead") {
            village.weather = dead_between(village.now, village.now + 30s);
            village.run_for(20s);
            village.session().press(Press::short_press, village.now);
            village.session().press(Press::long_press, village.now);
            village.run_for(20s);
            THEN("both presses arrive with the link") {
                CHECK(village.pressed[Village::id(0)] == std::pair{1U, 1U});
            }
        }
        WHEN("it is pressed before and while the mixing box is restarted") {
            village.session().press(Press::short_press, village.now);
            village.run_for(1s);
            village.mixer_up = false;
            village.session().press(Press::short_press, village.now);
            village.run_for(3s);
            village.restart_mixer();
            village.mixer_up = true;
            village.run_for(10s);
            THEN("each is counted once over both") {
                CHECK(village.pressed[Village::id(0)].first == 2);
            }
        }
        WHEN("the box's program starts again after a press and is pressed again") {
            village.session().press(Press::short_press, village.now);
            village.run_for(1s);
            village.start_box(0, 2);
            village.run_for(3s);
            village.session().press(Press::short_press, village.now);
            village.run_for(3s);
            THEN("there were two presses") { CHECK(village.pressed[Village::id(0)].first == 2); }
        }
    }
}

TEST_CASE("presses are counted once over lossy links, new sessions and restarts of both ends",
          "[net][session][presses]") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Village village(seed);
        SeededRandom chance(seed * 77);
        bool dead = false;
        village.weather = [&](const Datagram&, Instant) -> std::vector<Duration> {
            std::vector<Duration> copies;
            for (int i = 0; i < 2; ++i) {
                if (dead || chance.unit() < (i == 0 ? 0.3 : 0.8)) continue;
                copies.push_back(Milliseconds{30 + static_cast<std::int64_t>(chance.below(400))});
            }
            return copies;
        };
        REQUIRE(village.run_until_true([&] { return village.all_joined(); }, 60s));
        std::uint32_t shorts = 0;
        std::uint32_t longs = 0;
        for (int step = 0; step < 40; ++step) {
            village.run_for(Milliseconds{static_cast<std::int64_t>(chance.below(4000))});
            switch (chance.below(8)) {
                case 0: dead = true; break;
                case 1: village.move_box(0); break;
                case 2:
                    // A press that was counted and not yet confirmed belongs to the meeting that is gone.
                    dead = false;
                    REQUIRE(village.run_until_true(
                        [&] { return village.session().presses_on_their_way() == 0; }, 120s));
                    village.restart_mixer();
                    break;
                case 3:
                    village.session().press(Press::long_press, village.now);
                    ++longs;
                    break;
                default:
                    village.session().press(Press::short_press, village.now);
                    ++shorts;
                    dead = false;
            }
        }
        dead = false;
        village.run_for(120s);
        INFO("seed " << seed);
        CHECK(village.pressed[Village::id(0)] == std::pair{shorts, longs});
        CHECK(village.session().presses_on_their_way() == 0);
    }
}
