#include "net/wire/press_ledger.h"

#include "tests/catch.h"

using namespace giaoban::net;

SCENARIO("each press of a box is counted once", "[net][wire][presses]") {
    GIVEN("a mixing box that has counted two short presses of a box") {
        PressLedger ledger;
        CHECK(ledger.on_state({5, 2, 0}, {}).short_presses == 2);
        WHEN("the same state comes again") {
            THEN("nothing is counted") { CHECK_FALSE(ledger.on_state({5, 2, 0}, {}).any()); }
        }
        WHEN("an older state comes late") {
            THEN("nothing is counted, and nothing again with the next") {
                CHECK_FALSE(ledger.on_state({5, 1, 0}, {}).any());
                CHECK_FALSE(ledger.on_state({5, 2, 0}, {}).any());
            }
        }
        WHEN("a short and a long press are added") {
            const auto news = ledger.on_state({5, 3, 1}, {5, 2, 0});
            THEN("each is news") {
                CHECK(news.short_presses == 1);
                CHECK(news.long_presses == 1);
                CHECK(ledger.counted() == PressCount{5, 3, 1});
            }
        }
        WHEN("the box's program starts again and its button is pressed once") {
            const auto news = ledger.on_state({6, 1, 0}, {});
            THEN("that press is counted although the count is lower") {
                CHECK(news.short_presses == 1);
                CHECK(ledger.counted() == PressCount{6, 1, 0});
            }
        }
    }
    GIVEN("a mixing box that has just started, and a box with a past") {
        PressLedger ledger;
        WHEN("all its presses were confirmed by the former one") {
            THEN("none is counted again") {
                CHECK_FALSE(ledger.on_state({5, 9, 2}, {5, 9, 2}).any());
                CHECK(ledger.counted() == PressCount{5, 9, 2});
            }
        }
        WHEN("one was made while it was away") {
            THEN("that one is counted") {
                CHECK(ledger.on_state({5, 10, 2}, {5, 9, 2}).short_presses == 1);
            }
        }
        WHEN("what was confirmed is of an earlier start of the box") {
            THEN("it says nothing of this one") {
                CHECK(ledger.on_state({6, 1, 0}, {5, 9, 2}).short_presses == 1);
            }
        }
    }
    GIVEN("a count about to wrap around") {
        PressLedger ledger;
        (void)ledger.on_state({5, 0xFFFF'FFFF, 0}, {5, 0xFFFF'FFFF, 0});
        THEN("the next press is one press") {
            CHECK(ledger.on_state({5, 0, 0}, {}).short_presses == 1);
        }
    }
}

SCENARIO("a mixing box that goes on with the floor counts on from where it stood",
         "[net][wire][presses]") {
    PressLedger ledger;
    ledger.recall({5, 3, 1});
    GIVEN("a press that was counted and never confirmed") {
        THEN("it is not counted again") {
            CHECK_FALSE(ledger.on_state({5, 3, 1}, {5, 2, 0}).any());
        }
    }
    GIVEN("a press that was confirmed, and is newer than the floor") {
        THEN("it is counted again") {
            CHECK(ledger.on_state({5, 4, 1}, {5, 4, 1}).short_presses == 1);
        }
    }
    GIVEN("a box that was started again too") {
        THEN("its presses are its own") {
            CHECK(ledger.on_state({6, 1, 0}, {}).short_presses == 1);
        }
    }
}
