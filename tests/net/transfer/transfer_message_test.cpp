#include "net/transfer/transfer_message.h"

#include <array>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

TEST_CASE("an ask says the same when it is read", "[net][transfer]") {
    const PieceAsk ask{.object = ObjectId{0x0123456789abcdef},
                       .first = 70'000,
                       .held = 0x7FFF'0001,
                       .echo = 65'535,
                       .kept = 12};
    std::array<std::byte, ask_size> room{};
    const Bytes message = write_ask(ask, room);
    CHECK(message.size() == 21);
    CHECK(read_ask(message) == ask);
    CHECK_FALSE(read_piece(message));
    for (std::size_t size = 0; size < message.size(); ++size)
        CHECK_FALSE(read_ask(message.first(size)));
}

TEST_CASE("a piece says the same when it is read", "[net][transfer]") {
    const std::vector<std::byte> content(piece_bytes, std::byte{7});
    std::array<std::byte, most_transfer_message> room{};
    const Bytes message =
        write_piece({.object = ObjectId{5}, .number = 9, .stamp = 77, .content = content}, room);
    const auto piece = read_piece(message);
    REQUIRE(piece);
    CHECK(piece->object == ObjectId{5});
    CHECK(piece->number == 9);
    CHECK(piece->stamp == 77);
    CHECK(std::equal(piece->content.begin(), piece->content.end(), content.begin(), content.end()));
    CHECK_FALSE(read_ask(message));
    // Without content it is none, and with more than a piece has it is none either.
    CHECK_FALSE(read_piece(message.first(piece_header)));
    std::vector<std::byte> longer(message.begin(), message.end());
    longer.push_back(std::byte{0});
    CHECK_FALSE(read_piece(longer));
}

TEST_CASE("the last piece of an object is as long as what is left", "[net][transfer]") {
    CHECK(pieces_of(1) == 1);
    CHECK(pieces_of(1000) == 1);
    CHECK(pieces_of(1001) == 2);
    CHECK(piece_length(1001, 0) == 1000);
    CHECK(piece_length(1001, 1) == 1);
    CHECK(piece_length(2000, 1) == 1000);
    CHECK(piece_length(2000, 2) == 0);
    CHECK(pieces_of(most_object_bytes) == 1'000'000);
}
