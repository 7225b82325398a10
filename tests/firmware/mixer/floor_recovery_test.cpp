#include "firmware/mixer/floor_recovery.h"

#include "tests/catch.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;

SCENARIO("after a restart the queue is what the boxes remember", "[mixer]") {
    const Instant start = Instant{} + 100s;
    FloorRecovery recovery(start);
    GIVEN("boxes that spoke, waited and were muted, and one that did nothing") {
        recovery.remember(BoxId{1}, {FloorState::waiting, 2}, start + 1s);
        recovery.remember(BoxId{2}, {FloorState::waiting, 1}, start + 2s);
        recovery.remember(BoxId{6}, {FloorState::waiting, 1, true}, start + 2s);
        recovery.remember(BoxId{3}, {FloorState::speaking}, start + 3s);
        recovery.remember(BoxId{4}, {FloorState::muted}, start + 3s);
        recovery.remember(BoxId{5}, {FloorState::idle}, start + 3s);
        WHEN("a box says something else once it was told anew") {
            recovery.remember(BoxId{3}, {FloorState::idle}, start + 4s);
            THEN("its first word counts, and the order is that of before") {
                CHECK_FALSE(recovery.take(start + 4s).has_value());
                CHECK(recovery.next_deadline() == start + FloorRecovery::window);
                const auto past = recovery.take(start + FloorRecovery::window);
                REQUIRE(past.has_value());
                using Ask = FloorRecovery::Past::Ask;
                CHECK(past->ask == std::vector{Ask{BoxId{3}, false}, Ask{BoxId{2}, false},
                                               Ask{BoxId{1}, false}, Ask{BoxId{6}, true}});
                CHECK(past->muted == std::vector{BoxId{4}});
            }
        }
        WHEN("the window is over") {
            (void)recovery.take(start + FloorRecovery::window);
            recovery.remember(BoxId{7}, {FloorState::speaking}, start + FloorRecovery::window + 1s);
            THEN("nothing is recovered any more") {
                CHECK(recovery.next_deadline() == never);
                CHECK_FALSE(recovery.take(start + 1h).has_value());
            }
        }
    }
}

}  // namespace giaoban::mixer
