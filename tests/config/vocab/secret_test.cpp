#include "config/vocab/secret.h"

#include <algorithm>
#include <array>
#include <new>
#include <ostream>
#include <type_traits>

#include "tests/catch.h"

namespace giaoban {
namespace {

std::array<std::byte, 16> some_bytes() {
    std::array<std::byte, 16> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes.at(i) = static_cast<std::byte>(i + 1);
    }
    return bytes;
}

bool all_zero(Bytes bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

}  // namespace

TEST_CASE("a secret keeps its bytes until it is moved away, and is zeros then", "[vocab]") {
    Secret<16> first(some_bytes());
    Secret<16> second = std::move(first);
    CHECK(all_zero(first.bytes()));
    CHECK(std::ranges::equal(second.bytes(), some_bytes()));

    Secret<16> third;
    third = std::move(second);
    CHECK(all_zero(second.bytes()));
    CHECK(std::ranges::equal(third.bytes(), some_bytes()));
}

TEST_CASE("a destroyed secret leaves zeros in memory", "[vocab]") {
    using Held = Secret<16>;
    alignas(Held) std::array<std::byte, sizeof(Held)> place{};
    auto* secret = new (place.data()) Held(some_bytes());
    REQUIRE_FALSE(all_zero(place));
    secret->~Held();
    CHECK(all_zero(place));
}

TEST_CASE("secrets are equal when all their bytes are", "[vocab]") {
    const Secret<16> secret(some_bytes());
    CHECK(secret == secret.copy());
    for (std::size_t i = 0; i < 16; ++i) {
        auto bytes = some_bytes();
        bytes.at(i) ^= std::byte{0x80};
        CHECK_FALSE(secret == Secret<16>(bytes));
    }
}

TEST_CASE("bytes of different lengths are never equal, not even to nothing", "[vocab]") {
    const auto bytes = some_bytes();
    CHECK_FALSE(equal_in_constant_time(Bytes(bytes), Bytes(bytes).first(15)));
    CHECK(equal_in_constant_time(Bytes{}, Bytes{}));
}

TEST_CASE("a secret can be neither printed nor copied by accident", "[vocab]") {
    STATIC_REQUIRE_FALSE(Printable<Secret<16>>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Secret<16>>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<Secret<16>>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Secret<16>>);
}

}  // namespace giaoban
