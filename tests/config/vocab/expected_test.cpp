#include "config/vocab/expected.h"

#include <memory>
#include <string>

#include "tests/catch.h"

namespace giaoban {
namespace {

enum class Refusal { late, forged };

Expected<std::string, Refusal> greeting(bool granted) {
    if (!granted) return Unexpected(Refusal::forged);
    return "xin chao";
}

Expected<void, Refusal> done(bool granted) {
    if (!granted) return Unexpected(Refusal::late);
    return {};
}

}  // namespace

TEST_CASE("an Expected has a value or a reason, never both", "[vocab]") {
    const auto good = greeting(true);
    REQUIRE(good.has_value());
    CHECK(static_cast<bool>(good));
    CHECK(*good == "xin chao");
    CHECK(good->size() == 8);
    CHECK(good.value_or("nothing") == "xin chao");

    const auto bad = greeting(false);
    REQUIRE_FALSE(bad.has_value());
    CHECK_FALSE(static_cast<bool>(bad));
    CHECK(bad.error() == Refusal::forged);
    CHECK(bad.value_or("nothing") == "nothing");
}

TEST_CASE("an Expected without a value says whether it was done", "[vocab]") {
    CHECK(done(true).has_value());
    REQUIRE_FALSE(done(false).has_value());
    CHECK(done(false).error() == Refusal::late);
}

TEST_CASE("an Expected hands over what can only be moved", "[vocab]") {
    Expected<std::unique_ptr<int>, Refusal> held = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = *std::move(held);
    REQUIRE(taken != nullptr);
    CHECK(*taken == 7);
}

TEST_CASE("a value and a reason of the same type are not taken for each other", "[vocab]") {
    const Expected<int, int> value = 5;
    const Expected<int, int> reason = Unexpected(5);
    CHECK(value.has_value());
    CHECK_FALSE(reason.has_value());
    CHECK_FALSE(value == reason);
    CHECK(value == Expected<int, int>(5));
    CHECK(reason == Expected<int, int>(Unexpected(5)));
}

}  // namespace giaoban
