#include "net/floor/arbiter.h"

#include "tests/catch.h"
#include "tests/net/floor/meeting_fixture.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::floor_test;

SCENARIO("members queue for the floor with a short press", "[net][floor]") {
    GIVEN("a meeting under the policy `queue`, where the chair grants") {
        Meeting m;
        WHEN("two boxes press, one after the other") {
            m.press(muong_lan);
            m.press(ba_to);
            THEN("they wait in that order, and nobody speaks") {
                CHECK(m.of(muong_lan).place == 1);
                CHECK(m.of(ba_to).place == 2);
                CHECK(m.speakers().empty());
            }
            AND_WHEN("the first presses again") {
                m.press(muong_lan);
                THEN("it keeps its place") { CHECK(m.of(muong_lan).place == 1); }
            }
            AND_WHEN("the first presses long") {
                m.press_long(muong_lan);
                THEN("it waits among the replies, and the other moves up in the queue") {
                    CHECK(m.of(muong_lan).reply);
                    CHECK(m.of(muong_lan).place == 1);
                    CHECK_FALSE(m.of(ba_to).reply);
                    CHECK(m.of(ba_to).place == 1);
                    CHECK(m.last() == FloorEvent{m.now, muong_lan, What::replies, Why::pressed, 1});
                }
            }
            AND_WHEN("the first presses long twice") {
                m.press_long(muong_lan);
                m.pass(Arbiter::settle);
                m.press_long(muong_lan);
                THEN("it waits no longer") {
                    CHECK(m.state(muong_lan) == FloorState::idle);
                    CHECK(m.of(ba_to).place == 1);
                    CHECK(m.last() ==
                          FloorEvent{m.now, muong_lan, What::withdrew, Why::pressed, 0});
                }
            }
        }
        WHEN("two boxes press in the same instant, and one of them twice") {
            m.arbiter.pressed(na_ngoi, 2, 0, m.now);
            m.arbiter.pressed(ba_to, 1, 0, m.now);
            THEN("whoever was heard first is first, and nobody has two places") {
                CHECK(m.of(na_ngoi).place == 1);
                CHECK(m.of(ba_to).place == 2);
                CHECK(m.arbiter.waiting().size() == 2);
            }
        }
        WHEN("a short and a long press come in one message") {
            m.arbiter.pressed(ba_to, 1, 1, m.now);
            THEN("the long one counts") { CHECK(m.state(ba_to) == FloorState::idle); }
        }
        WHEN("a box that is not in the meeting presses") {
            m.press(BoxId{77});
            THEN("nothing happens") { CHECK(m.arbiter.take_events().empty()); }
        }
    }
    GIVEN("a meeting under `queue` with automatic grants") {
        Meeting m{automatic()};
        WHEN("two boxes press") {
            m.press(ba_to);
            m.press(muong_lan);
            THEN("the first speaks at once and the other waits") {
                CHECK(m.speakers() == std::vector{ba_to});
                CHECK(m.of(muong_lan).place == 1);
            }
            AND_WHEN("the speaker presses once more before it can have heard of the grant") {
                m.pass(900ms);
                m.press(ba_to);
                THEN("it was asking, and keeps the floor") {
                    CHECK(m.speakers() == std::vector{ba_to});
                }
            }
            AND_WHEN("the speaker gives up the floor with a press") {
                m.pass(5s);
                m.press(ba_to);
                THEN("the next has it") {
                    CHECK(m.speakers() == std::vector{muong_lan});
                    CHECK(m.last() ==
                          FloorEvent{m.now, muong_lan, What::granted, Why::its_turn, 0});
                }
            }
        }
        WHEN("the chair speaks") {
            m.press(chair);
            m.press(ba_to);
            THEN("the queue waits until the chair has done") {
                CHECK(m.speakers() == std::vector{chair});
                m.pass(2s);
                m.press(chair);
                CHECK(m.speakers() == std::vector{ba_to});
            }
        }
    }
}

SCENARIO("an open meeting has so many microphones", "[net][floor]") {
    Meeting m{open_to(2)};
    m.press(ba_to);
    m.press(muong_lan);
    m.press(na_ngoi);
    m.press(chair);
    THEN("the first two speak at once, the third waits, and the chair is beside them") {
        CHECK(m.speakers() == std::vector{ba_to, muong_lan, chair});
        CHECK(m.of(na_ngoi).place == 1);
    }
    WHEN("one of them stops") {
        m.pass(3s);
        m.press(ba_to);
        THEN("the one who waits speaks") {
            CHECK(m.speakers() == std::vector{muong_lan, chair, na_ngoi});
        }
    }
    WHEN("the policy becomes `queue`") {
        m.arbiter.set_policy(FloorPolicy::queue, m.now);
        THEN("the one who has spoken longest keeps the floor") {
            CHECK(m.speakers() == std::vector{ba_to, chair});
            CHECK(m.of(na_ngoi).place == 1);
        }
    }
}

SCENARIO("under the policy `chair` nobody else speaks", "[net][floor]") {
    Meeting m{automatic()};
    m.press(ba_to);
    m.press(muong_lan);
    m.arbiter.set_policy(FloorPolicy::chair, m.now);
    THEN("the speaker is ended, and who waits keeps the place for later") {
        CHECK(m.speakers().empty());
        CHECK(m.of(muong_lan).place == 1);
    }
    THEN("a press is denied") {
        m.press(na_ngoi);
        CHECK(m.state(na_ngoi) == FloorState::idle);
        CHECK(m.last() == FloorEvent{m.now, na_ngoi, What::denied, Why::policy, 0});
    }
    THEN("the chair speaks") {
        m.press(chair);
        CHECK(m.speakers() == std::vector{chair});
    }
    WHEN("the policy is `queue` again") {
        m.arbiter.set_policy(FloorPolicy::queue, m.now);
        THEN("the queue goes on where it was") { CHECK(m.speakers() == std::vector{muong_lan}); }
    }
}

SCENARIO("a speaker is warned before its time is over", "[net][floor]") {
    FloorSettings settings = automatic();
    settings.time_limit = 60s;
    Meeting m{settings};
    m.press(ba_to);
    THEN("it is told how long it may speak") {
        m.pass(20s);
        CHECK(m.of(ba_to).time_left == Duration{40s});
        CHECK(m.of(ba_to).spoken == Duration{20s});
    }
    THEN("ten seconds before the end it is warned, and at the end the next speaks") {
        m.press(muong_lan);
        m.pass(49'999ms);
        CHECK_FALSE(m.of(ba_to).warned);
        m.pass(1ms);
        CHECK(m.of(ba_to).warned);
        CHECK(m.last() == FloorEvent{m.now, ba_to, What::warned, Why::time_limit, 0});
        m.pass(10s);
        CHECK(m.speakers() == std::vector{muong_lan});
    }
    THEN("the chair's box has no limit") {
        m.press(chair);
        CHECK_FALSE(m.of(chair).time_left.has_value());
        m.pass(10h);
        CHECK(m.speakers() == std::vector{chair});
    }
    WHEN("nobody calls on time until long after") {
        m.now += 5min;
        m.press(muong_lan);
        THEN("what was due has happened first") { CHECK(m.speakers() == std::vector{muong_lan}); }
    }
    WHEN("the caller's time goes back") {
        m.pass(30s);
        m.arbiter.on_time(m.now);
        m.arbiter.on_time(m.now - 1h);
        THEN("nothing that was is undone") {
            CHECK(m.arbiter.standing(ba_to, m.now - 1h)->time_left == Duration{30s});
        }
    }
}

SCENARIO("a box that drops out keeps its floor and its place for a while", "[net][floor]") {
    Meeting m{automatic()};
    m.press(ba_to);
    m.press(muong_lan);
    m.press(na_ngoi);
    WHEN("the speaker is back within 20 s") {
        m.arbiter.lost(ba_to, m.now);
        m.pass(19s);
        CHECK_FALSE(m.of(ba_to).here);
        m.arbiter.returned(ba_to, m.now);
        m.pass(1min);
        THEN("it still speaks") { CHECK(m.speakers() == std::vector{ba_to}); }
    }
    WHEN("the speaker is not back") {
        m.arbiter.lost(ba_to, m.now);
        m.pass(20s);
        THEN("the next speaks, and the box is still known for the rest of 2 minutes") {
            CHECK(m.speakers() == std::vector{muong_lan});
            CHECK(m.state(ba_to) == FloorState::idle);
            m.pass(100s);
            CHECK_FALSE(m.arbiter.standing(ba_to, m.now).has_value());
        }
    }
    WHEN("the first in the queue is lost while a floor becomes free") {
        m.arbiter.lost(muong_lan, m.now);
        m.pass(2s);
        m.press(ba_to);
        THEN("the next who is here speaks, and the place is kept") {
            CHECK(m.speakers() == std::vector{na_ngoi});
            CHECK(m.of(muong_lan).place == 1);
        }
        AND_WHEN("it is back after 119 s, through a new handshake") {
            m.pass(117s);
            CHECK(m.arbiter.join(muong_lan, Role::member, m.now));
            THEN("it has its place still") { CHECK(m.of(muong_lan).place == 1); }
        }
        AND_WHEN("it is back too late") {
            m.pass(118s);
            CHECK(m.arbiter.join(muong_lan, Role::member, m.now));
            THEN("it starts anew") { CHECK(m.state(muong_lan) == FloorState::idle); }
        }
    }
    WHEN("a lost box presses") {
        m.arbiter.lost(na_ngoi, m.now);
        m.press(na_ngoi);
        THEN("it is back") { CHECK(m.of(na_ngoi).here); }
    }
    WHEN("the speaker is taken off the roster") {
        m.arbiter.leave(ba_to, m.now);
        THEN("nothing of it is kept") {
            CHECK(m.speakers() == std::vector{muong_lan});
            CHECK_FALSE(m.arbiter.standing(ba_to, m.now).has_value());
        }
    }
}

SCENARIO("the bounds of a meeting are kept", "[net][floor]") {
    FloorSettings settings;
    settings.max_boxes = 4;
    settings.max_waiting = 2;
    Meeting m{settings};
    THEN("one box too many is not let in, and one that is in may join again") {
        CHECK_FALSE(m.arbiter.join(BoxId{9}, Role::member, m.now));
        CHECK(m.arbiter.join(ba_to, Role::member, m.now));
    }
    THEN("one request too many is denied") {
        m.press(ba_to);
        m.press(muong_lan);
        m.press(na_ngoi);
        CHECK(m.state(na_ngoi) == FloorState::idle);
        CHECK(m.last() == FloorEvent{m.now, na_ngoi, What::denied, Why::queue_full, 0});
    }
    THEN("events that nobody takes are dropped from the oldest on, and counted") {
        for (std::size_t i = 0; i < Arbiter::max_events; ++i) {
            m.press(ba_to);
            REQUIRE(m.arbiter.revoke(ba_to, m.now));
        }
        CHECK(m.arbiter.events_dropped() == Arbiter::max_events);
        CHECK(m.arbiter.take_events().size() == Arbiter::max_events);
    }
}
