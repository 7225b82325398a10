#include "board/watchdog/progress_watch.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1h};
using Part = ProgressWatch::Part;

/// A daemon whose threads take turns in virtual time, and one who counts what is said of it.
struct Daemon {
    ProgressWatch watch;
    Duration audio_turn = 20ms;
    Duration network_turn = 1s;
    Instant audio_hangs = never;
    Instant network_hangs = never;
    int ready = 0;
    Instant ready_at = never;
    int alive = 0;
    Instant last_alive = never;
    Duration longest_without{0};
    std::vector<Part> stood;
    std::vector<Part> moved;

    explicit Daemon(Milliseconds patience) : watch(patience, start) {}

    [[nodiscard]] static std::uint64_t turns(Duration each, Instant hangs, Instant now) {
        return static_cast<std::uint64_t>((std::min(hangs, now) - start) / each);
    }

    void run_until(Instant end) {
        while (watch.next_deadline() <= end) {
            const Instant now = watch.next_deadline();
            const auto word = watch.look(
                {turns(audio_turn, audio_hangs, now), turns(network_turn, network_hangs, now)},
                now);
            if (word.ready) {
                ++ready;
                ready_at = now;
            }
            if (word.alive) {
                if (last_alive != never)
                    longest_without = std::max(longest_without, now - last_alive);
                last_alive = now;
                ++alive;
            }
            if (word.stands) stood.push_back(*word.stands);
            if (word.moves) moved.push_back(*word.moves);
        }
    }
};

}  // namespace

SCENARIO("a daemon is alive as long as both its threads take turns", "[board][watchdog]") {
    GIVEN("a daemon that is waited for 30 s") {
        Daemon daemon(30s);
        WHEN("both threads go on for an hour") {
            daemon.run_until(start + 1h);
            THEN("it is ready once, as soon as both have taken a turn") {
                CHECK(daemon.ready == 1);
                CHECK(daemon.ready_at >= start + 1s);
                CHECK(daemon.ready_at <= start + 1020ms);
            }
            THEN("the word `alive` comes at least twice in the time that it is waited for") {
                CHECK(daemon.longest_without <= 15s);
                CHECK(daemon.alive > 1000);
                CHECK(daemon.stood.empty());
            }
        }
        WHEN("the audio thread hangs, and the network thread goes on") {
            daemon.audio_hangs = start + 100s;
            daemon.run_until(start + 1h);
            THEN("it is alive no more than once after that") {
                CHECK(daemon.last_alive < start + 103s);
            }
            THEN("it is told once, before whoever waits loses patience, which thread it is") {
                CHECK(daemon.stood == std::vector{Part::audio});
            }
        }
        WHEN("the network thread's own timer is lost, and the audio thread goes on") {
            daemon.network_hangs = start + 100s;
            daemon.run_until(start + 1h);
            THEN("it is alive no more") {
                CHECK(daemon.last_alive < start + 103s);
                CHECK(daemon.stood == std::vector{Part::network});
            }
        }
        WHEN("a thread hangs from the start") {
            daemon.audio_hangs = start;
            daemon.run_until(start + 1h);
            THEN("it is never ready and never alive") {
                CHECK(daemon.ready == 0);
                CHECK(daemon.alive == 0);
                CHECK(daemon.stood == std::vector{Part::audio});
            }
        }
    }
    GIVEN("a daemon whose audio thread stands still for 20 s, as in a driver, and then goes on") {
        Daemon daemon(30s);
        daemon.audio_hangs = start + 100s;
        daemon.run_until(start + 120s);
        const Instant last = daemon.last_alive;
        daemon.audio_hangs = never;
        daemon.run_until(start + 200s);
        THEN("it is alive again in time") {
            CHECK(daemon.last_alive > start + 195s);
            CHECK(daemon.longest_without > 15s);
            CHECK(daemon.longest_without < 30s);
            CHECK(last < start + 103s);
        }
        THEN("both are told") {
            CHECK(daemon.stood == std::vector{Part::audio});
            CHECK(daemon.moved == std::vector{Part::audio});
        }
    }
}

TEST_CASE("a thread that turns every 2 s is alive under the least patience", "[board][watchdog]") {
    Daemon daemon(1ms);
    daemon.network_turn = 2s;
    daemon.run_until(start + 1min);
    CHECK(daemon.watch.patience() == ProgressWatch::least_patience);
    CHECK(daemon.longest_without < ProgressWatch::least_patience);
    CHECK(daemon.stood.empty());
}

TEST_CASE("turns that were counted backwards are turns", "[board][watchdog]") {
    ProgressWatch watch(30s, start);
    CHECK(watch.look({5, 5}, start).ready);
    CHECK(watch.look({4, 4}, start + 1s).alive);
    CHECK_FALSE(watch.look({4, 4}, start + 2s).alive);
}
