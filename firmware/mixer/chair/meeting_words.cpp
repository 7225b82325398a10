#include "firmware/mixer/chair/meeting_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace giaoban::chair {

namespace {

using Kind = net::MeetingRequest::Kind;

// In the order of net::Problem, net::SelfTestTrouble and ActionKind.
constexpr std::array<std::string_view, net::problem_count> problems{
    "meeting_full", "not_let_in", "link_lost",     "loss_up", "loss_down",        "slow_link",
    "long_delay",   "no_card",    "sound_failing", "silent",  "self_test_failed", "behind"};
constexpr std::array<std::string_view, 7> troubles{"",       "no_card",   "not_heard", "too_loud",
                                                   "speaks", "link_lost", "no_answer"};
constexpr std::array<Kind, action_words.size()> kinds{
    Kind::open_meeting, Kind::close_meeting, Kind::grant,          Kind::grant_next,
    Kind::revoke,       Kind::mute,          Kind::unmute,         Kind::mute_all,
    Kind::unmute_all,   Kind::hold,          Kind::unhold,         Kind::more_time,
    Kind::to_replies,   Kind::set_policy,    Kind::set_time_limit, Kind::call,
    Kind::end_call,     Kind::self_test,     Kind::record,         Kind::open_room,
    Kind::close_room,   Kind::move_to_room};

/// One way is half of there and back, and a listener hears it after what waits in its playout.
LinkSide side(const net::TrafficFigures& figures, Microseconds round_trip, std::uint8_t rung) {
    LinkSide one;
    one.lost_permille = figures.lost_permille;
    one.delay = std::chrono::duration_cast<Milliseconds>(round_trip / 2);
    one.rung = rung;
    one.bits_per_second = figures.bits_per_second;
    return one;
}

BoxTile tile_of(const net::BoxRow& row) {
    BoxTile tile;
    tile.name = row.name;
    tile.role = row.role;
    tile.room = number_of(row.room);
    tile.presence = row.presence;
    tile.in_presence = row.in_presence;
    tile.floor = row.floor;
    tile.place = row.place;
    tile.time_left = row.time_left;
    tile.level_db = std::clamp<int>(row.level_db, -96, 0);
    tile.up = side(row.up, row.round_trip, row.uplink_rung);
    tile.down = side(row.down, row.round_trip, row.downlink_rung);
    tile.behind = row.behind;
    tile.sound = row.sound;
    tile.software = row.software;
    tile.called = row.called;
    for (const net::Problem problem : row.problems)
        tile.problems.emplace_back(problems[static_cast<std::size_t>(problem)]);
    tile.self_test.state = static_cast<SelfTest::State>(row.self_test.state);
    tile.self_test.reason = troubles[static_cast<std::size_t>(row.self_test.trouble)];
    return tile;
}

std::vector<Waiting> waiting(const std::vector<BoxId>& list, const net::MeetingStatus& status) {
    std::vector<Waiting> all;
    for (const BoxId box : list) {
        const auto row = std::find_if(status.boxes.begin(), status.boxes.end(),
                                      [box](const auto& one) { return one.box == box; });
        const bool known = row != status.boxes.end() && row->waited.has_value();
        all.push_back({box, known ? *row->waited : Seconds{0}});
    }
    return all;
}

RoomTile room_of(const net::RoomRow& row, const net::MeetingStatus& status) {
    RoomTile room;
    room.title = row.title;
    room.policy = row.policy;
    room.open_microphones = row.open_microphones;
    room.held = row.held;
    room.recording = row.recording;
    room.boxes = row.boxes;
    room.speakers = row.speakers;
    room.queue = waiting(row.queue, status);
    room.replies = waiting(row.replies, status);
    return room;
}

}  // namespace

ChairState state_of(const net::MeetingStatus& status) {
    ChairState state;
    state.meeting = {status.meeting.id, status.meeting.title, status.meeting.open,
                     status.meeting.open_for};
    state.recording.on = status.recording;
    state.policy = status.policy;
    state.open_microphones = status.open_microphones;
    state.queue_grants = status.queue_grants;
    state.time_limit = status.time_limit;
    state.held = status.held;
    state.speakers = status.speakers;
    state.queue = waiting(status.queue, status);
    state.replies = waiting(status.replies, status);
    for (const net::BoxRow& row : status.boxes)
        state.boxes.emplace(row.box, tile_of(row));
    for (const net::RoomRow& row : status.rooms)
        state.rooms.emplace(number_of(row.room), room_of(row, status));
    state.uptime = status.uptime;
    state.counters = status.counters;
    return state;
}

net::MeetingRequest request_of(const ChairAction& action, const net::MeetingStatus& status) {
    net::MeetingRequest request;
    request.kind = kinds[static_cast<std::size_t>(action.kind)];
    request.name = action.name;
    request.policy = action.policy.value_or(status.policy);
    request.open_microphones = action.open_microphones;
    request.queue_grants = action.queue_grants.value_or(status.queue_grants);
    request.seconds = action.seconds;
    request.room = RoomId{action.room};
    request.names = action.names;
    request.text = action.text;
    request.on = action.on;
    return request;
}

}  // namespace giaoban::chair
