// What delegate systems have taught chairs to ask for: replies, holding, more time, all at once.
#include "net/floor/arbiter.h"
#include "tests/catch.h"
#include "tests/net/floor/meeting_fixture.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::floor_test;

SCENARIO("who replies to the speaker comes before the queue", "[net][floor]") {
    Meeting m;
    REQUIRE(m.arbiter.grant(ba_to, m.now));
    m.press(muong_lan);
    m.pass(5s);
    m.press(na_ngoi);
    m.pass(5s);
    WHEN("the second of the queue presses long") {
        m.press_long(na_ngoi);
        THEN("it is first among the replies, and has waited since it asked") {
            CHECK(m.of(na_ngoi).reply);
            CHECK(m.of(na_ngoi).place == 1);
            CHECK(m.of(na_ngoi).waited == Duration{5s});
            CHECK(m.of(muong_lan).waited == Duration{10s});
        }
        AND_WHEN("the chair grants the next twice") {
            CHECK(m.arbiter.grant_next(m.now).value() == na_ngoi);
            CHECK(m.arbiter.replies().empty());
            THEN("the queue goes on behind it") {
                CHECK(m.arbiter.grant_next(m.now).value() == muong_lan);
                CHECK(m.arbiter.waiting().empty());
            }
        }
        AND_WHEN("its link is lost") {
            m.arbiter.lost(na_ngoi, m.now);
            THEN("it is passed over and keeps its place") {
                CHECK(m.arbiter.grant_next(m.now).value() == muong_lan);
                CHECK(m.of(na_ngoi).place == 1);
            }
        }
        AND_WHEN("it presses long again at once, as one who is not sure") {
            m.press_long(na_ngoi);
            THEN("it still waits to reply") { CHECK(m.of(na_ngoi).reply); }
        }
        AND_WHEN("the chair mutes it") {
            REQUIRE(m.arbiter.mute(na_ngoi, m.now));
            THEN("it waits no more") { CHECK(m.arbiter.replies().empty()); }
        }
    }
    WHEN("the chair puts the second of the queue among the replies") {
        REQUIRE(m.arbiter.to_replies(na_ngoi, m.now));
        CHECK(m.last() == FloorEvent{m.now, na_ngoi, What::replies, Why::chair, 1});
        THEN("saying it twice changes nothing") {
            REQUIRE(m.arbiter.to_replies(na_ngoi, m.now));
            CHECK(m.arbiter.take_events().empty());
        }
        THEN("one who does not wait cannot be put there") {
            CHECK(m.arbiter.to_replies(ba_to, m.now).error() == FloorRefusal::not_waiting);
            CHECK(m.arbiter.to_replies(BoxId{99}, m.now).error() == FloorRefusal::unknown_box);
        }
    }
}

SCENARIO("the chair holds the others", "[net][floor]") {
    Meeting m{automatic()};
    m.press(ba_to);
    REQUIRE(m.speakers() == std::vector{ba_to});
    m.press(muong_lan);
    m.arbiter.hold(true, m.now);
    CHECK(m.last().what == What::held);
    WHEN("the speaker ends") {
        m.pass(5s);
        m.press(ba_to);
        THEN("nobody is granted of itself, and the queue is kept and grows") {
            CHECK(m.speakers().empty());
            m.press(na_ngoi);
            CHECK(m.of(muong_lan).place == 1);
            CHECK(m.of(na_ngoi).place == 2);
        }
        THEN("the chair may still give the floor") {
            CHECK(m.arbiter.grant_next(m.now).value() == muong_lan);
        }
        AND_WHEN("they are held no more") {
            m.arbiter.hold(false, m.now);
            THEN("the first speaks") { CHECK(m.speakers() == std::vector{muong_lan}); }
        }
    }
    THEN("who speaks goes on") { CHECK(m.speakers() == std::vector{ba_to}); }
}

TEST_CASE("held, an open meeting lets nobody speak by its button", "[net][floor]") {
    Meeting m{open_to(3)};
    m.arbiter.hold(true, m.now);
    m.press(ba_to);
    CHECK(m.state(ba_to) == FloorState::waiting);
    m.arbiter.hold(false, m.now);
    CHECK(m.state(ba_to) == FloorState::speaking);
}

SCENARIO("one speaker is given more time", "[net][floor]") {
    Meeting m;
    REQUIRE(m.arbiter.grant(ba_to, m.now));
    m.pass(295s);
    REQUIRE(m.of(ba_to).warned);
    WHEN("the chair gives two minutes more") {
        REQUIRE(m.arbiter.more_time(ba_to, 120s, m.now));
        THEN("they count from when its time would have ended, and it is warned anew") {
            CHECK(m.of(ba_to).time_left == Duration{125s});
            CHECK_FALSE(m.of(ba_to).warned);
            m.pass(115s);
            CHECK(m.of(ba_to).warned);
            m.pass(10s);
            CHECK(m.speakers().empty());
        }
        THEN("the next speaker has what all have") {
            REQUIRE(m.arbiter.grant(muong_lan, m.now));
            CHECK(m.of(muong_lan).time_left == Duration{300s});
        }
    }
    WHEN("so little is given that it is to be warned at once") {
        REQUIRE(m.arbiter.more_time(ba_to, 1s, m.now));
        THEN("it is") { CHECK(m.of(ba_to).warned); }
    }
    THEN("what makes no sense is refused with the reason") {
        CHECK(m.arbiter.more_time(muong_lan, 60s, m.now).error() == FloorRefusal::not_speaking);
        CHECK(m.arbiter.more_time(ba_to, 0s, m.now).error() == FloorRefusal::no_time_given);
        CHECK(m.arbiter.more_time(ba_to, 25h, m.now).error() == FloorRefusal::no_time_given);
        m.press(chair);
        CHECK(m.arbiter.more_time(chair, 60s, m.now).error() == FloorRefusal::no_limit);
    }
}

SCENARIO("all members are muted at once", "[net][floor]") {
    Meeting m;
    REQUIRE(m.arbiter.grant(ba_to, m.now));
    m.press(chair);
    m.press(muong_lan);
    m.arbiter.mute_all(m.now);
    THEN("only the chair speaks, and nobody waits") {
        CHECK(m.speakers() == std::vector{chair});
        for (const BoxId box : {ba_to, muong_lan, na_ngoi})
            CHECK(m.state(box) == FloorState::muted);
        CHECK(m.arbiter.waiting().empty());
    }
    AND_WHEN("one of them is away when all are unmuted") {
        m.arbiter.lost(na_ngoi, m.now);
        m.pass(1h);
        m.arbiter.unmute_all(m.now);
        THEN("it may speak too when it is back") {
            CHECK(m.arbiter.join(na_ngoi, Role::member, m.now));
            CHECK(m.state(na_ngoi) == FloorState::idle);
            CHECK(m.state(ba_to) == FloorState::idle);
        }
    }
}

TEST_CASE("when all is cleared nobody speaks, waits, is muted or held", "[net][floor]") {
    Meeting m{automatic()};
    m.press(ba_to);
    m.press(muong_lan);
    m.press(chair);
    REQUIRE(m.arbiter.mute(na_ngoi, m.now));
    m.arbiter.hold(true, m.now);
    m.arbiter.clear(m.now);
    for (const BoxId box : {chair, ba_to, muong_lan, na_ngoi})
        CHECK(m.state(box) == FloorState::idle);
    CHECK_FALSE(m.arbiter.held());
    m.press(muong_lan);
    CHECK(m.speakers() == std::vector{muong_lan});
}

TEST_CASE("that all is cleared tells nobody of a hold that no chair ordered", "[net][floor]") {
    const bool held_before = GENERATE(false, true);
    Meeting m{automatic()};
    m.press(ba_to);
    m.press(muong_lan);
    m.arbiter.hold(held_before, m.now);
    static_cast<void>(m.arbiter.take_events());
    m.arbiter.clear(m.now);
    for (const FloorEvent& event : m.arbiter.take_events()) {
        CHECK(event.what != What::held);
        CHECK((held_before || event.what != What::unheld));
    }
    CHECK_FALSE(m.arbiter.held());
}
