#include "firmware/mixer/chair/meeting_words.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace std::chrono_literals;

TEST_CASE("every action is a request of the same name", "[chair]") {
    using Kind = net::MeetingRequest::Kind;
    const auto asked = [](ActionKind kind) {
        ChairAction action;
        action.kind = kind;
        return request_of(action, {}).kind;
    };
    CHECK(asked(ActionKind::open_meeting) == Kind::open_meeting);
    CHECK(asked(ActionKind::close_meeting) == Kind::close_meeting);
    CHECK(asked(ActionKind::grant) == Kind::grant);
    CHECK(asked(ActionKind::grant_next) == Kind::grant_next);
    CHECK(asked(ActionKind::revoke) == Kind::revoke);
    CHECK(asked(ActionKind::mute) == Kind::mute);
    CHECK(asked(ActionKind::unmute) == Kind::unmute);
    CHECK(asked(ActionKind::mute_all) == Kind::mute_all);
    CHECK(asked(ActionKind::unmute_all) == Kind::unmute_all);
    CHECK(asked(ActionKind::hold) == Kind::hold);
    CHECK(asked(ActionKind::unhold) == Kind::unhold);
    CHECK(asked(ActionKind::more_time) == Kind::more_time);
    CHECK(asked(ActionKind::to_replies) == Kind::to_replies);
    CHECK(asked(ActionKind::set_policy) == Kind::set_policy);
    CHECK(asked(ActionKind::set_time_limit) == Kind::set_time_limit);
    CHECK(asked(ActionKind::call) == Kind::call);
    CHECK(asked(ActionKind::end_call) == Kind::end_call);
    CHECK(asked(ActionKind::self_test) == Kind::self_test);
    CHECK(asked(ActionKind::record) == Kind::record);
    CHECK(asked(ActionKind::open_room) == Kind::open_room);
    CHECK(asked(ActionKind::close_room) == Kind::close_room);
    CHECK(asked(ActionKind::move_to_room) == Kind::move_to_room);
    CHECK(asked(ActionKind::move_to_room) == Kind::move_to_room);
}

TEST_CASE("a policy leaves as it is what it does not name", "[chair]") {
    net::MeetingStatus status;
    status.queue_grants = QueueGrants::automatic;
    ChairAction action;
    action.kind = ActionKind::set_policy;
    action.policy = FloorPolicy::queue;
    CHECK(request_of(action, status).queue_grants == QueueGrants::automatic);
    action.queue_grants = QueueGrants::chair;
    CHECK(request_of(action, status).queue_grants == QueueGrants::chair);
}

TEST_CASE("a status is what the page shows", "[chair]") {
    net::MeetingStatus status;
    status.meeting = {7, "Giao ban", true, 90s};
    net::BoxRow row;
    row.box = BoxId{3};
    row.name = "Xã Đà Vị";
    row.floor = FloorState::waiting;
    row.waited = 12s;
    row.round_trip = 200ms;
    row.down.lost_permille = 5;
    row.problems = {net::Problem::meeting_full, net::Problem::behind};
    row.self_test = {1, net::SelfTestState::failed, net::SelfTestTrouble::not_heard};
    status.boxes = {row};
    status.queue = {BoxId{3}};
    net::RoomRow room;
    room.room = RoomId{2};
    room.title = "Tiếp dân";
    status.rooms = {room};
    const ChairState state = state_of(status);
    CHECK(state.meeting.since == 90s);
    CHECK(state.queue == std::vector<Waiting>{{BoxId{3}, 12s}});
    const BoxTile& tile = state.boxes.at(BoxId{3});
    CHECK(tile.name == "Xã Đà Vị");
    CHECK(tile.down.delay == 100ms);
    CHECK(tile.down.lost_permille == 5);
    CHECK(tile.problems == std::vector<std::string>{"meeting_full", "behind"});
    CHECK(tile.self_test.state == SelfTest::State::failed);
    CHECK(tile.self_test.reason == "not_heard");
    CHECK(state.rooms.at(2).title == "Tiếp dân");
}
