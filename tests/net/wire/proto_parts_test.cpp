#include "net/wire/proto_parts.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("a number from the wire fits or is refused", "[net][wire]") {
    CHECK(narrow<std::uint8_t>(255) == std::uint8_t{255});
    CHECK_FALSE(narrow<std::uint8_t>(256));
    CHECK(narrow<std::uint16_t>(65'535) == std::uint16_t{65'535});
    CHECK_FALSE(narrow<std::uint16_t>(0xFFFF'FFFF));
}

TEST_CASE("a length of time is written as far as the wire goes", "[net][wire]") {
    CHECK(ticks_of(Milliseconds{1500}) == 1500);
    CHECK(ticks_of(Milliseconds{-1}) == 0);
    CHECK(ticks_of(Microseconds{5'000'000'000}) == 0xFFFF'FFFF);
}

TEST_CASE("each word of an enum comes back as itself", "[net][wire]") {
    for (const auto policy : {FloorPolicy::queue, FloorPolicy::open, FloorPolicy::chair}) {
        CHECK(from_proto(to_proto(policy)) == policy);
    }
    for (const auto floor :
         {FloorState::idle, FloorState::waiting, FloorState::speaking, FloorState::muted}) {
        CHECK(from_proto(to_proto(floor)) == floor);
    }
    for (const auto sound :
         {SoundHealth::unknown, SoundHealth::well, SoundHealth::no_card, SoundHealth::failing}) {
        CHECK(from_proto(to_proto(sound)) == sound);
    }
    for (const auto role : {Role::member, Role::chair})
        CHECK(from_proto(to_proto(role)) == role);
}

TEST_CASE("a floor that ended already has no time left", "[net][wire]") {
    constexpr Instant now{60s};
    MeetingView view;
    view.floor_ends = now - 5s;
    wire::MeetingView out;
    REQUIRE_FALSE(to_proto(view, now, out));
    CHECK(out.limited());
    CHECK(out.time_left_ms() == 0);
    view.floor_ends = now + 1500us;
    wire::MeetingView rounded;
    REQUIRE_FALSE(to_proto(view, now, rounded));
    CHECK(rounded.time_left_ms() == 2);
}
