#include "net/wire/meeting_status.h"

#include "net/wire/text_rules.h"

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
    row.reply = true;
    row.waited = 75s;
    row.level_db = -23;
    row.room = RoomId{4};
    row.called = true;
    row.self_test = {9, SelfTestState::failed, SelfTestTrouble::not_heard};
    row.problems = {Problem::link_lost, Problem::loss_up, Problem::behind};
    status.boxes = {row, BoxRow{}};
    status.queue = {BoxId{7}, BoxId{3}};
    status.speakers = {BoxId{1}};
    status.counters = {{"forged", 12}, {"replayed", 0}};
    status.meeting = {.id = 41, .title = "Giao ban tuần 47", .open = true, .open_for = 125s};
    status.held = true;
    status.recording = true;
    status.replies = {BoxId{3}};
    status.rooms = {{.room = RoomId{4},
                     .title = "Tiếp công dân",
                     .policy = FloorPolicy::open,
                     .open_microphones = 2,
                     .held = false,
                     .recording = true,
                     .boxes = {BoxId{7}, BoxId{9}},
                     .speakers = {BoxId{9}},
                     .queue = {BoxId{7}},
                     .replies = {}}};
    status.max_boxes = 128;
    status.self_test_running = true;
    return status;
}

}  // namespace

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
    row.software = std::string(max_text_bytes, 'x');
    row.endpoint = std::string(max_text_bytes, 'x');
    for (std::size_t i = 0; i < problem_count; ++i)
        row.problems.push_back(static_cast<Problem>(i));
    row.problems.erase(row.problems.begin(), row.problems.begin() + 3);
    status.boxes.assign(max_status_boxes, row);
    status.queue.assign(max_status_boxes, BoxId{0xFFFF});
    const auto bytes = encode(status);
    REQUIRE(bytes);
    CHECK(bytes->size() <= most_local_message);
    status.boxes.push_back(row);
    CHECK(encode(status).error() == WireFault::out_of_range);
    status.boxes.clear();
    status.rooms.assign(max_private_rooms + 1, RoomRow{});
    CHECK(encode(status).error() == WireFault::out_of_range);
}

TEST_CASE("texts of a table are bounded both ways", "[net][wire]") {
    MeetingStatus status = district_meeting();
    status.boxes.front().endpoint = "\x1B[2J";
    CHECK(encode(status).error() == WireFault::bad_text);
}

TEST_CASE("every beginning of a table is read or refused, never worse", "[net][wire]") {
    const auto bytes = encode(district_meeting());
    REQUIRE(bytes);
    for (std::size_t length = 0; length < bytes->size(); ++length) {
        const auto read = decode_meeting_status(Bytes(*bytes).first(length));
        if (read) CHECK(read->boxes.size() <= 2);
    }
}
