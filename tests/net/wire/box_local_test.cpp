#include "net/wire/box_local.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("a request to a box is read as it was written", "[net][wire]") {
    for (const auto kind :
         {BoxRequest::Kind::status, BoxRequest::Kind::press_short, BoxRequest::Kind::press_long}) {
        const auto bytes = encode(BoxRequest{kind});
        REQUIRE(bytes);
        CHECK(decode_box_request(*bytes) == Expected<BoxRequest, WireFault>(BoxRequest{kind}));
    }
    const std::vector<std::byte> unknown{std::byte{0x08}, std::byte{0x09}};
    CHECK(decode_box_request(unknown).error() == WireFault::out_of_range);
}

TEST_CASE("a box's status is read as it was written", "[net][wire]") {
    constexpr Instant now{77s};
    BoxStatus status;
    status.reason = "card used by another box";
    status.name = "Xã Hồng Thái";
    status.phase = SessionPhase::refused;
    status.in_phase = 61s;
    status.view.floor = FloorState::speaking;
    status.view.floor_ends = now + 9s;
    status.view.speakers = {"Xã Hồng Thái"};
    status.up = {10, 0, 0, Microseconds{3'000}, 16'000, 99};
    status.down = {30, 5, 8, Microseconds{9'000}, 400, 12};
    status.round_trip = 280ms;
    status.sound = SoundHealth::well;
    status.depth = 120ms;
    status.behind = 31'400ms;
    status.target = 160ms;
    status.lamps = "green steady, red off";
    status.last_prompt = "floor_yours";
    status.uptime = 86'400s;
    status.counters = {{"underruns", 2}};
    const auto bytes = encode(status, now);
    REQUIRE(bytes);
    const auto read = decode_box_status(*bytes, now);
    REQUIRE(read);
    CHECK(*read == status);
    for (std::size_t length = 0; length < bytes->size(); ++length) {
        const auto part = decode_box_status(Bytes(*bytes).first(length), now);
        if (part) CHECK(part->counters.size() <= 1);
    }
}
