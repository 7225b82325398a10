#include "net/session/link_watch.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{100s};
constexpr Duration patience = 200ms;

}  // namespace

SCENARIO("a box asks when it hears nothing", "[net][session]") {
    GIVEN("an idle box that has just heard something") {
        LinkWatch watch(start);
        watch.on_heard(false, start);
        THEN("it asks 2.2 s later") {
            CHECK(watch.next_ask(patience) == start + 2200ms);
            CHECK(watch.calls_from() == never);
            CHECK(watch.lost_from() == never);
        }
        WHEN("it has asked") {
            watch.on_sent(true, start + 4s);
            THEN("it asks again after half a second, calls after 2 s, and is lost after 5 s") {
                CHECK(watch.next_ask(patience) == start + 4500ms);
                CHECK(watch.calls_from() == start + 6s);
                CHECK(watch.lost_from() == start + 9s);
            }
            THEN("it waits longer over a link that takes longer") {
                CHECK(watch.next_ask(900ms) == start + 4900ms);
            }
            THEN("asking again does not put the call off") {
                watch.on_sent(true, start + 4500ms);
                CHECK(watch.calls_from() == start + 6s);
            }
            THEN("an answer ends the matter") {
                watch.on_heard(false, start + 5s);
                CHECK(watch.calls_from() == never);
                CHECK(watch.next_ask(patience) == start + 7200ms);
            }
        }
        WHEN("its link is lost") {
            for (Duration at = 4s; at <= 9s; at += 500ms)
                watch.on_sent(true, start + at);
            THEN("it asks once a second") { CHECK(watch.next_ask(patience) == start + 10s); }
        }
    }
    GIVEN("a box that was hearing sound") {
        LinkWatch watch(start);
        watch.on_heard(true, start);
        THEN("it asks after a second of silence") { CHECK(watch.next_ask(patience) == start + 1s); }
    }
    GIVEN("a box that speaks") {
        LinkWatch watch(start);
        watch.on_heard(false, start);
        watch.set_speaking(true, start);
        THEN("it says something each second although it hears something") {
            watch.on_heard(true, start + 900ms);
            CHECK(watch.next_ask(patience) == start + 1s);
        }
        THEN("it asks after a second of silence although it sends") {
            watch.on_sent(false, start + 900ms);
            CHECK(watch.next_ask(patience) == start + 1s);
        }
    }
}
