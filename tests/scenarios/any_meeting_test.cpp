#include <chrono>
#include <string>

#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

namespace {

/// Does something at random; answers what, for the account.
void act(MeetingSimulation& meeting, SeededRandom& random) {
    const auto box = static_cast<std::size_t>(random.below(meeting.size()));
    constexpr std::array<std::string_view, 7> links{"clean", "3g-bad", "3g-fair", "4g",
                                                    "adsl",  "vsat",   "edge"};
    switch (random.below(16)) {
        case 0:
        case 1:
        case 2:
        case 3:
            if (meeting.is_alive(box)) meeting.press(box);
            break;
        case 4:
            if (meeting.is_alive(box)) meeting.press_long(box);
            break;
        case 5: static_cast<void>(meeting.request(Kind::grant, box)); break;
        case 6: static_cast<void>(meeting.request(Kind::grant_next)); break;
        case 7: static_cast<void>(meeting.request(Kind::revoke, box)); break;
        case 8: static_cast<void>(meeting.request(Kind::mute, box)); break;
        case 9: static_cast<void>(meeting.request(Kind::unmute, box)); break;
        case 10: meeting.outage(box, Milliseconds{random.below(40'000)}); break;
        case 11: meeting.change_address(box); break;
        case 12:
            if (meeting.is_alive(box)) {
                meeting.kill(box);
            } else {
                meeting.start(box);
            }
            break;
        case 13: {
            const auto* link = linksim::find_profile(links[random.below(links.size())]);
            meeting.set_link(box, link->up, link->down);
            break;
        }
        case 14:
            if (random.below(4) == 0) {
                meeting.stop_mixer();
                meeting.run_for(Milliseconds{random.below(10'000)});
                meeting.start_mixer();
            }
            break;
        default: {
            net::MeetingRequest wanted;
            wanted.kind = Kind::set_policy;
            wanted.policy = static_cast<FloorPolicy>(random.below(3));
            wanted.open_microphones = 2;
            wanted.queue_grants =
                random.below(2) == 0 ? QueueGrants::chair : QueueGrants::automatic;
            static_cast<void>(meeting.request(wanted));
        }
    }
}

}  // namespace

TEST_CASE("whatever happens, what must never happen does not, and everybody comes back",
          "[scenarios]") {
    for (std::uint64_t seed = seed_or(500), n = 0; n < 6; ++n, ++seed) {
        INFO("GIAOBAN_SEED=" << seed);
        SeededRandom random(seed);
        MeetingSimulation meeting({.seed = seed, .boxes = 8, .link = "3g-bad"});
        begin(meeting);
        for (int i = 0; i < 300; ++i) {
            act(meeting, random);
            meeting.run_for(Milliseconds{random.below(4'000)});
        }
        // The weather clears up.
        for (std::size_t i = 0; i < meeting.size(); ++i) {
            if (!meeting.is_alive(i)) meeting.start(i);
            meeting.outage(i, 0s);
            const auto* clean = linksim::find_profile("clean");
            meeting.set_link(i, clean->up, clean->down);
        }
        CHECK(meeting.run_until_true([&] { return meeting.all_joined(); }, 15s));
        // A mixing box that was just restarted mutes again who was muted before.
        meeting.run_for(mixer::FloorRecovery::window);
        // And it is a meeting as before: somebody is granted the floor, and all others hear it.
        for (std::size_t i = 0; i < meeting.size(); ++i) {
            static_cast<void>(meeting.request(Kind::unmute, i));
            static_cast<void>(meeting.request(Kind::revoke, i));
        }
        net::MeetingRequest queue;
        queue.kind = Kind::set_policy;
        REQUIRE(meeting.request(queue));
        meeting.run_for(6s);
        const auto granted = meeting.request(Kind::grant, 3);
        INFO((granted ? "" : granted.error()));
        REQUIRE(granted);
        meeting.run_for(5s);
        const std::size_t turn = meeting.turns().all().size() - 1;
        CHECK(meeting.turns().all()[turn].box == 3);
        const Worst worst = worst_of(meeting, turn);
        CHECK(worst.by_all);
        CHECK(worst.gap <= 1);
        check_what_always_holds(meeting);
    }
}
