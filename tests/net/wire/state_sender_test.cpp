#include "net/wire/state_sender.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{100s};

// Sends at each deadline up to `until`, and says when that was.
std::vector<Milliseconds> send_until(StateSender& sender, Instant until) {
    std::vector<Milliseconds> times;
    while (sender.next_deadline() <= until) {
        const Instant now = sender.next_deadline();
        times.push_back(std::chrono::duration_cast<Milliseconds>(now - start));
        sender.on_sent(now);
    }
    return times;
}

}  // namespace

SCENARIO("a state is said until it is confirmed", "[net][wire][state]") {
    GIVEN("a new sender on a dead link") {
        StateSender sender(StateTiming{}, start);
        THEN("it says its first state at once and again at doubling distances up to 1.6 s") {
            CHECK(send_until(sender, start + 6s) ==
                  std::vector<Milliseconds>{0ms, 400ms, 1200ms, 2800ms, 4400ms, 6000ms});
            CHECK(sender.carries_state());
        }
    }
    GIVEN("a state that was said once and confirmed 60 ms later") {
        StateSender sender(StateTiming{}, start);
        sender.on_sent(start);
        sender.on_confirmed(1, start + 60ms);
        THEN("only heartbeats without the state are left, each 4 s") {
            CHECK_FALSE(sender.carries_state());
            CHECK(send_until(sender, start + 9s) == std::vector<Milliseconds>{4000ms, 8000ms});
        }
        WHEN("the state changes") {
            sender.changed(start + 1s);
            THEN("it goes out at once, and again after the round trip that was measured") {
                // 60 + 4 * 30 = 180 ms, then doubled.
                CHECK(send_until(sender, start + 1700ms) ==
                      std::vector<Milliseconds>{1000ms, 1180ms, 1540ms});
            }
        }
    }
    GIVEN("changes each 10 ms") {
        StateSender sender(StateTiming{}, start);
        sender.on_sent(start);
        sender.on_confirmed(1, start + 10ms);
        for (auto at = 20ms; at <= 200ms; at += 10ms)
            sender.changed(start + at);
        THEN("they are told together 250 ms after the last frame") {
            CHECK(sender.version() == 2);
            CHECK(sender.next_deadline() == start + 250ms);
        }
    }
    GIVEN("a newer state than the one that is confirmed") {
        StateSender sender(StateTiming{}, start);
        sender.on_sent(start);
        sender.changed(start + 300ms);
        sender.on_sent(start + 300ms);
        sender.on_confirmed(1, start + 310ms);
        THEN("the newer one is still said") {
            CHECK(sender.carries_state());
            sender.on_confirmed(2, start + 400ms);
            CHECK_FALSE(sender.carries_state());
        }
        THEN("a confirmation of what was never said is ignored") {
            sender.on_confirmed(3, start + 320ms);
            CHECK(sender.carries_state());
        }
        THEN("a confirmation that comes late takes nothing back") {
            sender.on_confirmed(2, start + 400ms);
            sender.on_confirmed(1, start + 500ms);
            CHECK_FALSE(sender.carries_state());
        }
    }
}

TEST_CASE("a state that was said twice measures no round trip", "[net][wire][state]") {
    StateSender sender(StateTiming{}, start);
    sender.on_sent(start);
    sender.on_sent(start + 400ms);
    sender.on_confirmed(1, start + 401ms);
    CHECK(sender.answer_time() == 400ms);
}

TEST_CASE("without a heartbeat a confirmed state has nothing to wait for", "[net][wire][state]") {
    StateTiming timing;
    timing.heartbeat = Duration::max();
    StateSender sender(timing, start);
    sender.on_sent(start);
    sender.on_confirmed(1, start + 60ms);
    CHECK(sender.next_deadline() == never);
}

TEST_CASE("where every answer takes longer than the first wait, a state is soon said once",
          "[wire]") {
    Instant now{1000s};
    StateSender sender({}, now);
    int said = 0;
    for (int version = 0; version < 10; ++version) {
        sender.changed(now);
        const Instant answered = std::max(now, sender.next_deadline()) + 900ms;
        while (sender.next_deadline() < answered) {
            now = sender.next_deadline();
            sender.on_sent(now);
            ++said;
        }
        now = answered;
        sender.on_confirmed(sender.version(), now);
        now += 2s;
    }
    // Twice the first two times: 0.4 and 0.8 s were too short.
    CHECK(said == 12);
}
