#include "firmware/mixer/chair/state_json.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

namespace giaoban::chair {

namespace json = boost::json;

namespace {

std::int64_t ms(Duration length) noexcept {
    return std::chrono::duration_cast<Milliseconds>(length).count();
}

json::array boxes_of(const std::vector<BoxId>& boxes) {
    json::array list;
    for (const BoxId box : boxes)
        list.emplace_back(number_of(box));
    return list;
}

json::array waiting(const std::vector<Waiting>& boxes, std::int64_t now) {
    json::array list;
    for (const Waiting& one : boxes) {
        list.push_back(json::object{{"box", number_of(one.box)}, {"since", now - ms(one.waiting)}});
    }
    return list;
}

// To whole steps, so that what hardly changes is not told anew: 10 ms and 1 kbit/s are less than a curve of the page shows.
json::object link(const LinkSide& side) {
    return {{"loss", side.lost_permille},
            {"delay", (side.delay.count() + 5) / 10 * 10},
            {"rung", side.rung},
            {"bps", (side.bits_per_second + 500U) / 1000U * 1000U}};
}

std::string_view word(net::Presence presence) noexcept {
    return std::array<std::string_view, 3>{"never", "joined",
                                           "lost"}[static_cast<std::size_t>(presence)];
}

std::string_view word(net::SoundHealth sound) noexcept {
    return std::array<std::string_view, 4>{"unknown", "well", "noCard",
                                           "failing"}[static_cast<std::size_t>(sound)];
}

std::string_view word(SelfTest::State state) noexcept {
    return std::array<std::string_view, 4>{"none", "running", "ok",
                                           "failed"}[static_cast<std::size_t>(state)];
}

json::object tile(const BoxTile& box, std::int64_t now) {
    json::object one{{"name", box.name},
                     {"role", to_text(box.role)},
                     {"room", box.room},
                     {"presence", word(box.presence)},
                     {"floor", to_text(box.floor)},
                     {"up", link(box.up)},
                     {"down", link(box.down)},
                     {"sound", word(box.sound)},
                     {"software", box.software},
                     {"called", box.called}};
    if (box.presence != net::Presence::never) one["since"] = now - ms(box.in_presence);
    one["level"] = box.floor == FloorState::speaking ? level_step(box.level_db) : 0;
    // To whole seconds: what is behind catches up by some tenths each second.
    one["behind"] = (box.behind.count() + 500) / 1000 * 1000;
    if (box.place != 0) one["place"] = box.place;
    if (box.time_left) one["until"] = now + box.time_left->count();
    json::array problems;
    for (const std::string& problem : box.problems)
        problems.emplace_back(problem);
    one["problems"] = std::move(problems);
    json::object test{{"state", word(box.self_test.state)}};
    if (!box.self_test.reason.empty()) test["reason"] = box.self_test.reason;
    one["selfTest"] = std::move(test);
    return one;
}

json::object room_of(const RoomTile& room, std::int64_t now) {
    return {{"title", room.title},
            {"policy", to_text(room.policy)},
            {"boxes", boxes_of(room.boxes)},
            {"speakers", boxes_of(room.speakers)},
            {"queue", waiting(room.queue, now)},
            {"replies", waiting(room.replies, now)},
            {"openMicrophones", room.open_microphones},
            {"held", room.held},
            {"recording", room.recording}};
}

}  // namespace

std::int64_t unix_ms(WallTime now) noexcept {
    return std::chrono::duration_cast<Milliseconds>(now.time_since_epoch()).count();
}

int level_step(std::int32_t level_db) noexcept { return std::clamp((level_db + 66) / 6, 0, 10); }

json::object state_json(const ChairState& state, WallTime wall) {
    const std::int64_t now = unix_ms(wall);
    json::object meeting{
        {"id", state.meeting.id}, {"title", state.meeting.title}, {"open", state.meeting.open}};
    if (state.meeting.open) meeting["since"] = now - ms(state.meeting.since);
    json::object recording{{"on", state.recording.on}, {"bytes", state.recording.bytes}};
    if (state.recording.on) recording["since"] = now - ms(state.recording.since);
    json::object boxes;
    std::size_t joined = 0;
    for (const auto& [id, box] : state.boxes) {
        boxes[std::to_string(number_of(id))] = tile(box, now);
        joined += box.presence == net::Presence::joined ? 1U : 0U;
    }
    json::object rooms;
    for (const auto& [id, room] : state.rooms)
        rooms[std::to_string(id)] = room_of(room, now);
    return {{"meeting", std::move(meeting)},
            {"policy", to_text(state.policy)},
            {"openMicrophones", state.open_microphones},
            {"queueGrants", to_text(state.queue_grants)},
            {"timeLimit", state.time_limit.count()},
            {"held", state.held},
            {"recording", std::move(recording)},
            {"speakers", boxes_of(state.speakers)},
            {"queue", waiting(state.queue, now)},
            {"replies", waiting(state.replies, now)},
            {"boxes", std::move(boxes)},
            {"rooms", std::move(rooms)},
            {"counts", json::object{{"joined", joined}, {"enrolled", state.boxes.size()}}}};
}

}  // namespace giaoban::chair
