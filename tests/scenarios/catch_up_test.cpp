// A listener that is cut off hears all that it missed, once and in order, and is live again soon.
#include <algorithm>
#include <chrono>
#include <string>

#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t talker = 1;
constexpr std::size_t listener = 2;
constexpr std::size_t another = 3;
constexpr Samples frame{20ms};
// Of a frame of which 15 ms were cut out nothing may be left to be read; so of two or three in a row, where cuts follow on
// each other. That each was played all the same is counted to the sample (played()).
constexpr std::uint32_t most_unread = 4;

MeetingSimulation::Setup setup(std::string_view link, std::uint64_t seed) {
    net::FloorSettings floor;
    floor.time_limit = 0s;
    return {.seed = seed, .boxes = 4, .link = link, .floor = floor};
}

/// How far behind the talker's mouth a box hears the turn.
Duration behind(const MeetingSimulation& meeting, std::size_t box = listener,
                std::size_t turn = 0) {
    const HeardTurn* heard = meeting.hearing(box).of(turn);
    if (heard == nullptr) return Duration::max();
    const auto frames = std::int64_t{meeting.turns().all()[turn].frames} - heard->at;
    return frames * std::chrono::duration_cast<Duration>(frame);
}

bool catches_up(const MeetingSimulation& meeting) {
    return meeting.box(listener).catch_up().is_catching_up();
}

/// Played by playout again, at a depth that is playout's to choose: after losses it goes deeper for a while.
bool is_live(const MeetingSimulation& meeting, Duration usual) {
    return !catches_up(meeting) && behind(meeting) < usual + 500ms;
}

/// What a box has played of what was spoken, however it came: each sample counts.
Samples played(const MeetingSimulation& meeting, std::size_t box) {
    const audio::PlayoutStats& playout = meeting.box(box).playout();
    return playout.played + playout.dred + playout.lbrr;
}

/// The turn, but for what was lost on the talker's own way to the mixing box, which nobody hears.
Samples to_be_played(const MeetingSimulation& meeting) {
    return std::min(meeting.turns().all()[0].frames * frame, played(meeting, another));
}

struct Recovery {
    Duration usual{};
    Duration took{};
    bool live = false;
    std::uint32_t longest_skip = 0;
    std::uint32_t again = 0;
};

/// Somebody speaks; the listener is cut off for that long.
Recovery cut_off(MeetingSimulation& meeting, Duration length) {
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, talker));
    meeting.run_for(12s);
    Recovery recovery{.usual = behind(meeting)};
    const std::uint32_t again_before = meeting.hearing(listener).of(0)->again;
    meeting.outage(listener, length);
    meeting.run_for(length);
    const Instant back = meeting.now();
    recovery.live =
        meeting.run_until_true([&] { return is_live(meeting, recovery.usual); }, 4 * length + 5s);
    recovery.took = meeting.now() - back;
    meeting.run_for(3s);
    recovery.longest_skip = meeting.hearing(listener).of(0)->longest_skip;
    recovery.again = meeting.hearing(listener).of(0)->again - again_before;
    return recovery;
}

}  // namespace

SCENARIO(
    "a listener that was cut off hears all of it, and is live again within three times the outage",
    "[scenarios][catch_up]") {
    for (const std::string_view link : {"clean", "4g", "adsl", "3g-fair"}) {
        for (const Seconds length : {1s, 5s, 30s, 60s}) {
            const std::uint64_t seed = seed_or(700);
            MeetingSimulation meeting(setup(link, seed));
            INFO(link << ", dead for " << length.count() << " s, GIAOBAN_SEED=" << seed);
            const Recovery recovery = cut_off(meeting, length);
            INFO(meeting.account());
            CHECK(recovery.live);
            CHECK(recovery.took <= 3 * length);
            CHECK(recovery.took >=
                  3 * length / 2);  // never faster than 1.5 times, with the fetching
            CHECK(recovery.longest_skip <= most_unread);
            // A frame that is cut in two by the outage may count as two.
            CHECK(recovery.again <= 1);
            // Nobody else noticed.
            CHECK(meeting.hearing(another).of(0)->longest_silence < 400ms);
            // And to the sample: all of the turn was played.
            REQUIRE(meeting.request(Kind::revoke, talker));
            meeting.run_for(10s);
            CHECK(played(meeting, listener) >= to_be_played(meeting));
            if (link == "clean") CHECK(played(meeting, listener) == played(meeting, another));
            check_what_always_holds(meeting);
        }
    }
}

SCENARIO("outages of any length, whichever session comes through after them first",
         "[scenarios][catch_up]") {
    for (std::uint64_t seed = seed_or(720), n = 0; n < 4; ++n, ++seed) {
        MeetingSimulation meeting(setup("3g-fair", seed));
        INFO("GIAOBAN_SEED=" << seed);
        const Duration length = 20s + n * 1370ms;
        const Recovery recovery = cut_off(meeting, length);
        INFO(meeting.account());
        CHECK(recovery.live);
        CHECK(recovery.took <= 3 * length);
        CHECK(recovery.longest_skip <= most_unread);
        CHECK(recovery.again == 0);
        check_what_always_holds(meeting);
    }
}

SCENARIO("a second outage while the first is being caught up with", "[scenarios][catch_up]") {
    MeetingSimulation meeting(setup("3g-fair", seed_or(730)));
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, talker));
    meeting.run_for(12s);
    const Duration usual = behind(meeting);
    meeting.outage(listener, 20s);
    meeting.run_for(22s);
    CHECK(catches_up(meeting));
    meeting.outage(listener, 8s);
    meeting.run_for(8s);
    CHECK(meeting.run_until_true([&] { return is_live(meeting, usual); }, 84s));
    meeting.run_for(3s);
    INFO(meeting.account());
    CHECK(meeting.hearing(listener).of(0)->longest_skip <= most_unread);
    CHECK(meeting.hearing(listener).of(0)->again == 0);
    REQUIRE(meeting.request(Kind::revoke, talker));
    meeting.run_for(5s);
    CHECK(played(meeting, listener) >= to_be_played(meeting));
    check_what_always_holds(meeting);
}

SCENARIO("a listener that is granted the floor jumps to what is live", "[scenarios][catch_up]") {
    for (const std::string_view link : {"clean", "3g-fair"}) {
        MeetingSimulation meeting(setup(link, seed_or(740)));
        INFO(link);
        begin(meeting);
        meeting.press(0);  // the chair speaks, whoever else does
        meeting.run_for(12s);
        REQUIRE(meeting.speaks(0));
        meeting.outage(listener, 30s);
        meeting.run_for(40s);
        REQUIRE(catches_up(meeting));
        CHECK(behind(meeting) > 20s);
        CHECK(meeting.box(listener).face().link_lamp() == board::LampSign::catching_up);
        CHECK(meeting.mixer().sessions().state(MeetingSimulation::id(listener))->behind > 20s);
        REQUIRE(meeting.request(Kind::grant, listener));
        CHECK(meeting.run_until_true([&] { return !catches_up(meeting); }, 1s));
        meeting.run_for(1500ms);
        THEN("it hears the chair live, and its lamp is as ever") {
            for (int i = 0; i < 10; ++i) {
                meeting.run_for(300ms);
                const HeardTurn* heard = meeting.hearing(listener).of(0);
                CHECK(meeting.turns().all()[0].frames - heard->last < 40);
            }
            CHECK_FALSE(catches_up(meeting));
            CHECK(meeting.box(listener).face().link_lamp() == board::LampSign::joined);
            CHECK(meeting.mixer().sessions().state(MeetingSimulation::id(listener))->behind == 0s);
            check_what_always_holds(meeting);
        }
    }
}

SCENARIO("after a restart of the mixing box there is nothing to catch up with",
         "[scenarios][catch_up]") {
    MeetingSimulation meeting(setup("clean", seed_or(750)));
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, talker));
    meeting.run_for(20s);
    meeting.outage(listener, 20s);
    meeting.run_for(5s);
    meeting.stop_mixer();
    meeting.run_for(2s);
    meeting.start_mixer();
    meeting.run_for(15s);
    CHECK_FALSE(catches_up(meeting));
    // A turn of its own, since frames of one turn are told apart over 2.5 s only.
    REQUIRE(meeting.request(Kind::revoke, talker));
    meeting.run_for(1s);
    REQUIRE(meeting.request(Kind::grant, talker));
    meeting.run_for(15s);
    CHECK_FALSE(catches_up(meeting));
    CHECK(meeting.hearing(listener).hears_anybody(meeting.now()));
    const std::size_t turn = meeting.turns().all().size() - 1;
    REQUIRE(meeting.hearing(listener).of(turn) != nullptr);
    CHECK(behind(meeting, listener, turn) < 300ms);
    check_what_always_holds(meeting);
}

SCENARIO("without catch-up by configuration nothing is kept, and what was missed is gone",
         "[scenarios][catch_up]") {
    auto without = setup("clean", seed_or(760));
    without.catch_up = false;
    MeetingSimulation meeting(without);
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, talker));
    meeting.run_for(12s);
    meeting.outage(listener, 10s);
    meeting.run_for(13s);
    CHECK_FALSE(catches_up(meeting));
    CHECK(meeting.mixer().catch_up().packets() == 0);
    CHECK(meeting.hearing(listener).hears_anybody(meeting.now()));
}

SCENARIO("all listeners of a region are cut off at once, and the one who is not does not suffer",
         "[scenarios][catch_up]") {
    auto many = setup("3g-fair", seed_or(770));
    many.boxes = 12;
    MeetingSimulation meeting(many);
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, talker));
    meeting.run_for(12s);
    const Duration usual = behind(meeting);
    for (std::size_t box = 4; box < 12; ++box)
        meeting.outage(box, 20s);
    meeting.outage(listener, 20s);
    meeting.run_for(20s);
    CHECK(meeting.run_until_true([&] { return is_live(meeting, usual); }, 60s));
    meeting.run_for(5s);
    INFO(meeting.account());
    CHECK(meeting.hearing(another).of(0)->longest_silence < 400ms);
    for (std::size_t box = 4; box < 12; ++box) {
        INFO("box " << box);
        CHECK_FALSE(meeting.box(box).catch_up().is_catching_up());
        CHECK(meeting.hearing(box).of(0)->longest_skip <= most_unread);
        CHECK(meeting.hearing(box).of(0)->again == 0);
    }
    check_what_always_holds(meeting);
}
