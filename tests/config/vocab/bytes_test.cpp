#include "config/vocab/bytes.h"

#include <array>

#include "tests/catch.h"

namespace giaoban {

TEST_CASE("a number is stored with its most significant byte first and read back the same",
          "[vocab]") {
    std::array<std::byte, 8> bytes{};

    store_u16(bytes, 0x0102);
    CHECK(bytes[0] == std::byte{1});
    CHECK(bytes[1] == std::byte{2});
    CHECK(load_u16(bytes) == 0x0102);

    store_u32(bytes, 0xFFEEDDCC);
    CHECK(bytes[0] == std::byte{0xFF});
    CHECK(bytes[3] == std::byte{0xCC});
    CHECK(load_u32(bytes) == 0xFFEEDDCC);

    store_u64(bytes, 0x0102030405060708);
    CHECK(bytes[0] == std::byte{1});
    CHECK(bytes[7] == std::byte{8});
    CHECK(load_u64(bytes) == 0x0102030405060708);
}

TEST_CASE("storing a number touches no byte after it", "[vocab]") {
    std::array<std::byte, 5> bytes{};
    bytes[4] = std::byte{0x55};
    store_u32(bytes, 0xFFFFFFFF);
    CHECK(bytes[4] == std::byte{0x55});
}

TEST_CASE("a text and its bytes are the same thing", "[vocab]") {
    CHECK(as_bytes("giao ban").size() == 8);
    CHECK(as_text(as_bytes("giao ban")) == "giao ban");
    CHECK(as_u8(as_bytes("ab"))[1] == 'b');
    CHECK(as_text(as_bytes("")).empty());
}

}  // namespace giaoban
