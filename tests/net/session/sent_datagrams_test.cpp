#include "net/session/sent_datagrams.h"

#include <algorithm>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

std::vector<std::byte> datagram(std::uint16_t number, std::size_t size) {
    std::vector<std::byte> bytes(size, static_cast<std::byte>(number));
    if (size > 1) bytes[1] = static_cast<std::byte>(number >> 8U);
    return bytes;
}

bool is(Bytes bytes, std::uint16_t number, std::size_t size) {
    return std::ranges::equal(bytes, datagram(number, size));
}

}  // namespace

TEST_CASE("a stream's last 128 datagrams are had again as they were", "[net][session][nack]") {
    SentDatagrams sent;
    CHECK(sent.again(0, Instant{}, Duration{0}).empty());
    // Over the end of 16 bits, with sizes that do not divide the room.
    std::uint16_t number = 65'000;
    for (int i = 0; i < 2'000; ++i, ++number) {
        sent.keep(number, datagram(number, 90 + number % 37));
        const auto oldest = static_cast<std::uint16_t>(number - 127);
        const auto some = static_cast<std::uint16_t>(number - 40);
        // Not more often than new ones come, or the allowance is used up.
        if (i < 128 || i % 4 != 0) continue;
        CHECK(is(sent.again(some, Instant{}, Duration{0}), some, 90 + some % 37));
        CHECK(sent.again(static_cast<std::uint16_t>(oldest - 1), Instant{}, Duration{0}).empty());
        if (i % 50 == 0)
            CHECK(is(sent.again(oldest, Instant{}, Duration{0}), oldest, 90 + oldest % 37));
    }
    CHECK(sent.again(static_cast<std::uint16_t>(number + 1), Instant{}, Duration{0}).empty());
}

TEST_CASE("of large datagrams as many are kept as there is room for", "[net][session][nack]") {
    SentDatagrams sent(8, 1'000);
    for (std::uint16_t i = 0; i < 6; ++i)
        sent.keep(i, datagram(i, 300));
    CHECK(sent.again(1, Instant{}, Duration{0}).empty());
    CHECK(sent.again(2, Instant{}, Duration{0}).empty());
    CHECK(is(sent.again(4, Instant{}, Duration{0}), 4, 300));
    CHECK(is(sent.again(5, Instant{}, Duration{0}), 5, 300));
    sent.keep(6, datagram(6, 1'001));
    CHECK(sent.again(6, Instant{}, Duration{0}).empty());
}

TEST_CASE("what is sent again is never more than what was sent, beside a burst",
          "[net][session][nack]") {
    SentDatagrams sent;
    std::size_t first = 0;
    std::size_t again = 0;
    for (std::uint16_t i = 0; i < 1'000; ++i) {
        sent.keep(i, datagram(i, 100));
        first += 100;
        // Somebody asks for each of the last three, each time.
        for (int back = 0; back < 3; ++back)
            again +=
                sent.again(static_cast<std::uint16_t>(i - back), Instant{}, Duration{0}).size();
        CHECK(again <= first + SentDatagrams::burst);
    }
    CHECK(again >= first);
}

TEST_CASE("what is still on its way is not sent once more", "[net][session][nack]") {
    SentDatagrams sent;
    sent.keep(7, datagram(7, 100));
    const Instant asked{std::chrono::seconds{50}};
    constexpr Duration on_its_way = std::chrono::milliseconds{300};
    CHECK(is(sent.again(7, asked, on_its_way), 7, 100));
    CHECK(sent.again(7, asked + on_its_way / 2, on_its_way).empty());
    CHECK(is(sent.again(7, asked + on_its_way, on_its_way), 7, 100));
    // Another with the same place in the ring.
    sent.keep(7 + SentDatagrams::usual_most, datagram(7 + SentDatagrams::usual_most, 100));
    CHECK_FALSE(sent.again(7 + SentDatagrams::usual_most, asked + on_its_way, on_its_way).empty());
}

TEST_CASE("what was forgotten is not had again, and what comes after it is",
          "[net][session][nack]") {
    SentDatagrams sent;
    for (std::uint16_t number = 0; number < 20; ++number)
        sent.keep(number, datagram(number, 90));
    sent.forget();
    for (std::uint16_t number = 0; number < 20; ++number)
        CHECK(sent.again(number, Instant{}, Duration{0}).empty());
    sent.keep(20, datagram(20, 90));
    CHECK(is(sent.again(20, Instant{}, Duration{0}), 20, 90));
}
