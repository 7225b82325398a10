#include "net/wire/meeting_local.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

MeetingStatus district_meeting() {
    MeetingStatus status;
    status.done = false;
    status.reason = "no box of that name: Xã Nà Hang";
    status.policy = FloorPolicy::open;
    status.open_microphones = 3;
    status.queue_grants = QueueGrants::automatic;
    status.time_limit = 300s;
    status.uptime = 3601s;
    BoxRow row;
    row.box = BoxId{7};
    row.name = "Xã Hồng Thái";
    row.role = Role::chair;
    row.presence = Presence::lost;
    row.in_presence = 12s;
    row.floor = FloorState::waiting;
    row.place = 2;
    row.time_left = 4'500ms;
    row.up = {52, 1, 3, Microseconds{18'250}, 17'300, 123'456'789'012};
    row.down = {40, 0, 9, Microseconds{900}, 31'000, 5};
    row.round_trip = 312ms;
    row.depth = 240ms;
    row.behind = 31'400ms;
    row.sound = SoundHealth::no_card;
    row.software = "giaoban 0.1.0";
    row.endpoint = "[2001:db8::1]:7400";
    row.uplink_rung = 8;
    row.downlink_rung = 3;
    status.boxes = {row, BoxRow{}};
    status.queue = {BoxId{7}, BoxId{3}};
    status.speakers = {BoxId{1}};
    status.counters = {{"forged", 12}, {"replayed", 0}};
    return status;
}

}  // namespace

TEST_CASE("a request of the chair is read as it was written", "[net][wire]") {
    for (const auto kind : {MeetingRequest::Kind::status, MeetingRequest::Kind::grant,
                            MeetingRequest::Kind::set_time_limit}) {
        const MeetingRequest request{
            kind, "Xã Đà Vị", FloorPolicy::chair, 4, QueueGrants::automatic, 90s};
        const auto bytes = encode(request);
        REQUIRE(bytes);
        const auto read = decode_meeting_request(*bytes);
        REQUIRE(read);
        CHECK(*read == request);
    }
}

TEST_CASE("a word of the chair that is not known is refused, not taken for another",
          "[net][wire]") {
    const std::vector<std::byte> kind{std::byte{0x08}, std::byte{0x63}};
    CHECK(decode_meeting_request(kind).error() == WireFault::out_of_range);
    const std::vector<std::byte> policy{std::byte{0x18}, std::byte{0x63}};
    CHECK(decode_meeting_request(policy).error() == WireFault::out_of_range);
}

TEST_CASE("the meeting's table is read as it was written", "[net][wire]") {
    const auto bytes = encode(district_meeting());
    REQUIRE(bytes);
    const auto read = decode_meeting_status(*bytes);
    REQUIRE(read);
    CHECK(*read == district_meeting());
}

TEST_CASE("a table of all boxes that a roster can name fits its bound", "[net][wire]") {
    MeetingStatus status = district_meeting();
    BoxRow row = status.boxes.front();
    row.name = std::string(max_name_bytes, 'x');
    status.boxes.assign(max_status_boxes, row);
    status.queue.assign(max_status_boxes, BoxId{0xFFFF});
    const auto bytes = encode(status);
    REQUIRE(bytes);
    CHECK(bytes->size() <= most_local_message);
    status.boxes.push_back(row);
    CHECK(encode(status).error() == WireFault::out_of_range);
}

TEST_CASE("texts of a table are bounded both ways", "[net][wire]") {
    MeetingStatus status = district_meeting();
    status.boxes.front().endpoint = "\x1B[2J";
    CHECK(encode(status).error() == WireFault::bad_text);
    MeetingRequest request;
    request.name = std::string(max_name_bytes + 1, 'x');
    CHECK(encode(request).error() == WireFault::bad_text);
    const std::vector<std::byte> bytes(max_request_bytes + 1);
    CHECK(decode_meeting_request(bytes).error() == WireFault::too_large);
}

TEST_CASE("every beginning of a table is read or refused, never worse", "[net][wire]") {
    const auto bytes = encode(district_meeting());
    REQUIRE(bytes);
    for (std::size_t length = 0; length < bytes->size(); ++length) {
        const auto read = decode_meeting_status(Bytes(*bytes).first(length));
        if (read) CHECK(read->boxes.size() <= 2);
    }
}
