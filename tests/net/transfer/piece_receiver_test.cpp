#include "net/transfer/piece_receiver.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1000s};
constexpr ObjectId object{42};
using Taken = PieceReceiver::Taken;

Piece piece(std::uint32_t number, Bytes content) {
    return {.object = object, .number = number, .stamp = 3, .content = content};
}

}  // namespace

SCENARIO("a receiver puts pieces into order", "[net][transfer]") {
    const std::vector<std::byte> full(piece_bytes, std::byte{1});
    const std::vector<std::byte> last(500, std::byte{2});
    GIVEN("an object of three and a half pieces") {
        PieceReceiver receiver(object, 3500, 0, start);
        const auto first_ask = receiver.ask_due(start);
        REQUIRE(first_ask);
        CHECK(first_ask->first == 0);
        CHECK(first_ask->held == 0);
        CHECK(first_ask->kept == PieceAsk::unknown_kept);
        CHECK_FALSE(receiver.ask_due(start));
        WHEN("they come backwards") {
            CHECK(receiver.on_piece(piece(3, last), start) == Taken::kept);
            CHECK(receiver.on_piece(piece(2, full), start) == Taken::kept);
            CHECK(receiver.on_piece(piece(2, full), start) == Taken::duplicate);
            THEN(
                "nothing is there to be stored until the first is, and the ask says what is held") {
                CHECK(receiver.next().empty());
                const auto ask = receiver.ask_due(start + 2s);
                REQUIRE(ask);
                CHECK(ask->first == 0);
                CHECK(ask->held == 0b110);
                CHECK(ask->echo == 3);
                CHECK(ask->kept == 2000);
                CHECK(receiver.on_piece(piece(0, full), start + 3s) == Taken::kept);
                CHECK(receiver.on_piece(piece(1, full), start + 3s) == Taken::kept);
                std::size_t stored = 0;
                while (!receiver.next().empty()) {
                    stored += receiver.next().size();
                    receiver.stored();
                }
                CHECK(stored == 3500);
                CHECK(receiver.have() == 3500);
                CHECK(receiver.is_whole());
                CHECK(receiver.next_deadline() == never);
            }
        }
        WHEN("pieces come that are none of it") {
            THEN("they are refused") {
                CHECK(receiver.on_piece(piece(4, full), start) == Taken::malformed);
                CHECK(receiver.on_piece(piece(3, full), start) == Taken::malformed);
                CHECK(receiver.on_piece(piece(0, last), start) == Taken::malformed);
                CHECK(receiver.on_piece(piece(window_pieces, full), start) == Taken::too_far_ahead);
                CHECK(receiver.on_piece(piece(0xFFFF'FFFF, full), start) == Taken::too_far_ahead);
                Piece other = piece(0, full);
                other.object = ObjectId{43};
                CHECK(receiver.on_piece(other, start) == Taken::other_object);
            }
        }
    }
    GIVEN("an object of which a part was there before") {
        THEN("whole pieces of it count") {
            CHECK(PieceReceiver(object, 3500, 1999, start).have() == 1000);
            CHECK(PieceReceiver(object, 3500, 3500, start).is_whole());
        }
    }
}

SCENARIO("a receiver that hears nothing asks ever more seldom", "[net][transfer]") {
    PieceReceiver receiver(object, 100'000, 0, start);
    int asks = 0;
    Instant at = start;
    while (at < start + 10min) {
        if (receiver.ask_due(at)) ++asks;
        at = receiver.next_deadline();
    }
    // 0, 4, 12, 28 s, and then each minute.
    CHECK(asks == 13);
    WHEN("the link is back") {
        receiver.ask_now(at);
        CHECK(receiver.next_deadline() == at);
        CHECK(receiver.ask_due(at));
    }
}
