#include "net/floor/arbiter.h"
#include "tests/catch.h"
#include "tests/net/floor/meeting_fixture.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::floor_test;

SCENARIO("the chair gives the floor and takes it", "[net][floor]") {
    Meeting m;
    m.press(ba_to);
    m.press(muong_lan);
    WHEN("the chair grants the next") {
        const auto granted = m.arbiter.grant_next(m.now);
        THEN("it is the first of the queue") {
            REQUIRE(granted);
            CHECK(*granted == ba_to);
            CHECK(m.speakers() == std::vector{ba_to});
            CHECK(m.of(muong_lan).place == 1);
        }
        AND_WHEN("the chair grants the next again") {
            REQUIRE(m.arbiter.grant_next(m.now));
            THEN("the exclusive floor is handed over") {
                CHECK(m.speakers() == std::vector{muong_lan});
                CHECK(m.state(ba_to) == FloorState::idle);
            }
            THEN("a third time there is nobody") {
                CHECK(m.arbiter.grant_next(m.now).error() == FloorRefusal::nobody_waits);
                CHECK(m.speakers() == std::vector{muong_lan});
            }
        }
        AND_WHEN("the chair grants the speaker once more") {
            m.pass(4min);
            REQUIRE(m.arbiter.grant(ba_to, m.now));
            THEN("its time begins anew") { CHECK(m.of(ba_to).time_left == Duration{300s}); }
        }
        AND_WHEN("the chair revokes it") {
            REQUIRE(m.arbiter.revoke(ba_to, m.now));
            THEN("nobody speaks") { CHECK(m.speakers().empty()); }
        }
    }
    WHEN("the chair calls a box that has not asked") {
        REQUIRE(m.arbiter.grant(na_ngoi, m.now));
        THEN("it speaks, and the queue stays") {
            CHECK(m.speakers() == std::vector{na_ngoi});
            CHECK(m.of(ba_to).place == 1);
        }
    }
    WHEN("the chair revokes one who waits") {
        REQUIRE(m.arbiter.revoke(ba_to, m.now));
        THEN("it waits no longer") { CHECK(m.of(muong_lan).place == 1); }
    }
    THEN("what cannot be done is refused with the reason, and nothing changes") {
        CHECK(m.arbiter.grant(BoxId{99}, m.now).error() == FloorRefusal::unknown_box);
        CHECK(m.arbiter.revoke(na_ngoi, m.now).error() == FloorRefusal::not_on_floor);
        CHECK(m.arbiter.mute(chair, m.now).error() == FloorRefusal::is_chair);
        CHECK(m.arbiter.set_time_limit(10s, m.now).error() == FloorRefusal::limit_too_short);
        CHECK(m.arbiter.set_time_limit(-1s, m.now).error() == FloorRefusal::limit_too_short);
        m.arbiter.lost(na_ngoi, m.now);
        CHECK(m.arbiter.grant(na_ngoi, m.now).error() == FloorRefusal::not_here);
        m.arbiter.set_policy(FloorPolicy::chair, m.now);
        CHECK(m.arbiter.grant(ba_to, m.now).error() == FloorRefusal::policy_forbids);
        CHECK(m.arbiter.grant_next(m.now).error() == FloorRefusal::policy_forbids);
        CHECK(m.speakers().empty());
        CHECK(m.of(ba_to).place == 1);
    }
    THEN("all microphones of an open meeting in use is said as such") {
        m.arbiter.set_policy(FloorPolicy::open, m.now);
        m.arbiter.set_open_microphones(2, m.now);
        CHECK(m.arbiter.grant(na_ngoi, m.now).error() == FloorRefusal::floor_full);
    }
}

SCENARIO("the chair mutes a box", "[net][floor]") {
    Meeting m{automatic()};
    m.press(ba_to);
    REQUIRE(m.arbiter.mute(ba_to, m.now));
    THEN("it stops speaking and its presses are without effect") {
        CHECK(m.state(ba_to) == FloorState::muted);
        m.press(ba_to);
        m.press_long(ba_to);
        CHECK(m.state(ba_to) == FloorState::muted);
        CHECK(m.arbiter.grant(ba_to, m.now).error() == FloorRefusal::is_muted);
    }
    THEN("going away and coming back does not unmute it") {
        m.arbiter.lost(ba_to, m.now);
        m.pass(1h);
        CHECK_FALSE(m.arbiter.standing(ba_to, m.now));
        CHECK(m.arbiter.join(ba_to, Role::member, m.now));
        CHECK(m.state(ba_to) == FloorState::muted);
    }
    THEN("unmuted it may ask again") {
        REQUIRE(m.arbiter.unmute(ba_to, m.now));
        CHECK(m.state(ba_to) == FloorState::idle);
        m.press(ba_to);
        CHECK(m.state(ba_to) == FloorState::speaking);
    }
}

SCENARIO("the chair's button is enough to run a meeting", "[net][floor]") {
    Meeting m;
    m.press(ba_to);
    m.press(muong_lan);
    WHEN("the chair presses long while nobody speaks") {
        m.press_long(chair);
        THEN("the first of the queue has the floor") { CHECK(m.speakers() == std::vector{ba_to}); }
        AND_WHEN("the chair presses short") {
            m.press(chair);
            THEN("both speak") { CHECK(m.speakers() == std::vector{ba_to, chair}); }
        }
        AND_WHEN("the chair presses long") {
            m.pass(30s);
            m.press_long(chair);
            THEN("the chair has interrupted") {
                CHECK(m.speakers() == std::vector{chair});
                CHECK(m.state(ba_to) == FloorState::idle);
                CHECK(m.of(muong_lan).place == 1);
            }
        }
        AND_WHEN("the chair presses long just after the speaker has stopped by itself") {
            m.pass(30s);
            m.press(ba_to);
            m.pass(500ms);
            m.press_long(chair);
            THEN("it was meant for the floor: the chair speaks, and nobody is called by mistake") {
                CHECK(m.speakers() == std::vector{chair});
            }
        }
    }
    WHEN("the chair presses long and nobody waits or speaks") {
        REQUIRE(m.arbiter.revoke(ba_to, m.now));
        REQUIRE(m.arbiter.revoke(muong_lan, m.now));
        m.press_long(chair);
        THEN("nothing happens") { CHECK(m.speakers().empty()); }
    }
}

SCENARIO("a new time limit holds for those who speak as well", "[net][floor]") {
    Meeting m;
    REQUIRE(m.arbiter.grant(ba_to, m.now));
    m.pass(120s);
    WHEN("it is shorter than what they have spoken") {
        REQUIRE(m.arbiter.set_time_limit(60s, m.now));
        THEN("they are warned first and cut off ten seconds later") {
            CHECK(m.of(ba_to).warned);
            CHECK(m.of(ba_to).time_left == Duration{10s});
            m.pass(10s);
            CHECK(m.speakers().empty());
        }
    }
    WHEN("there is none any more") {
        REQUIRE(m.arbiter.set_time_limit(0s, m.now));
        THEN("they speak as long as they like") {
            m.pass(10h);
            CHECK(m.speakers() == std::vector{ba_to});
        }
    }
}
