#include "net/keys/datagram.h"

#include <vector>

#include "tests/catch.h"

namespace giaoban::net::test {

TEST_CASE("a datagram of ours is known by its first byte and three zeros", "[net][keys]") {
    for (unsigned type = 0; type < 256; ++type) {
        std::vector<std::byte> datagram(8);
        datagram[0] = static_cast<std::byte>(type);
        CHECK(kind_of(datagram).has_value() == (type >= 192 && type <= 198));
        for (std::size_t i = 1; i < 4; ++i) {
            auto reserved = datagram;
            reserved[i] = std::byte{1};
            CHECK_FALSE(kind_of(reserved));
        }
        datagram.pop_back();
        CHECK_FALSE(kind_of(datagram));
        CHECK_FALSE(index_of(datagram));
    }
}

TEST_CASE("a header says what was written", "[net][keys]") {
    std::vector<std::byte> datagram(9, std::byte{0xEE});
    write_header(datagram, KeyDatagram::refusal, 0x0102'0304);
    CHECK(kind_of(datagram) == KeyDatagram::refusal);
    CHECK(index_of(datagram) == 0x0102'0304U);
    CHECK(datagram[8] == std::byte{0xEE});
}

TEST_CASE("the sizes on the wire are these", "[net][keys]") {
    CHECK(initiation_size == 212);
    CHECK(response_size == 88);
    CHECK(cookie_size == 64);
    CHECK(refusal_size == 60);
    CHECK(control_overhead == 32);
    CHECK(notice_size == 8);
}

}  // namespace giaoban::net::test
