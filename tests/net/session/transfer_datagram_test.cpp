// Messages of net/transfer over a session.
#include <vector>

#include "net/session/box_session.h"
#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

std::vector<std::byte> message(std::size_t size) { return {size, std::byte{0x5A}}; }

}  // namespace

SCENARIO("messages of a transfer go both ways over a session", "[net][session][transfer]") {
    Village village;
    village.tap = true;
    WHEN("the box says one before it is in a session") {
        village.session().send_transfer(message(21), village.now);
        village.run_for(3s);
        THEN("it goes nowhere") { CHECK(village.transfers_up.empty()); }
    }
    village.run_for(5s);
    REQUIRE(village.all_joined());
    village.carried.clear();
    village.session().send_transfer(message(21), village.now);
    CHECK(village.mixer->send_transfer(Village::id(0), message(1015), village.now));
    CHECK_FALSE(village.mixer->send_transfer(BoxId{77}, message(1015), village.now));
    const std::vector<Datagram> carried = village.carried;
    village.run_for(100ms);
    REQUIRE(village.transfers_up.size() == 1);
    CHECK(village.transfers_up[0] == message(21));
    REQUIRE(village.box().transfers.size() == 1);
    CHECK(village.box().transfers[0] == message(1015));
    WHEN("they come once more, or changed, or as another kind") {
        const auto refused =
            village.mixer->figures(village.now).refusals(DatagramRefusal::replayed);
        for (Datagram each : carried) {
            village.offer(each);
            Datagram changed = each;
            changed.bytes.back() ^= std::byte{1};
            village.offer(changed);
            Datagram as_control = each;
            as_control.bytes[0] = std::byte{195};
            village.offer(as_control);
        }
        village.run_for(1s);
        THEN("they are refused, and counted") {
            CHECK(village.transfers_up.size() == 1);
            CHECK(village.box().transfers.size() == 1);
            CHECK(village.mixer->figures(village.now).refusals(DatagramRefusal::replayed) ==
                  refused + 3);
            CHECK(village.mixer->figures(village.now).refusals(DatagramRefusal::malformed) == 0);
        }
    }
    WHEN("the box was not heard for longer than its consent holds") {
        village.weather = [](const Datagram&, Instant) { return std::vector<Duration>{}; };
        village.run_for(31s);
        THEN("it is sent nothing") {
            CHECK_FALSE(village.mixer->send_transfer(Village::id(0), message(9), village.now));
        }
    }
}

SCENARIO("an offer reaches its box, and what the box says of it the mixing box",
         "[net][session][transfer]") {
    Village village(3, 2);
    village.run_for(5s);
    REQUIRE(village.all_joined());
    UpdateOffer offer{.release = "0.2", .sha256 = {}, .size = 9, .bundle_size = 10, .from = {}};
    village.mixer->set_update(Village::id(1), offer, village.now);
    village.run_for(1s);
    CHECK(village.session(1).view().update == offer);
    CHECK(village.session(0).view().update == UpdateOffer{});
    WHEN("the meeting has news") {
        MeetingView view;
        view.connected = 7;
        village.mixer->set_view(Village::id(1), view, village.now);
        village.run_for(1s);
        THEN("the offer stands") {
            CHECK(village.session(1).view().connected == 7);
            CHECK(village.session(1).view().update == offer);
        }
    }
    UpdateState state{.release = "0.1", .stage = UpdateStage::loading, .of = "0.2", .why = {}};
    village.session(1).set_update(state, village.now);
    village.run_for(100ms);
    CHECK(village.mixer->state(Village::id(1))->update == state);
    WHEN("only the pieces are more") {
        state.pieces = 20;
        village.session(1).set_update(state, village.now);
        village.run_for(100ms);
        THEN("that waits for a heartbeat") {
            CHECK(village.mixer->state(Village::id(1))->update.pieces == 0);
            village.run_for(13s);
            CHECK(village.mixer->state(Village::id(1))->update.pieces == 20);
        }
    }
}
