#include "tests/firmware/mixer/chair/fake_meeting.h"

#include <algorithm>
#include <array>

namespace giaoban::chair::test {

using namespace std::chrono_literals;
using net::Presence;
using Kind = ActionKind;

namespace {

constexpr std::array<const char*, 20> communes{
    "Chủ tọa",       "Xã Hồng Thái",   "Xã Đà Vị",       "Xã Yên Hoa",       "Xã Khau Tinh",
    "Xã Sinh Long",  "Xã Thượng Nông", "Xã Thượng Giáp", "Xã Côn Lôn",       "Xã Sơn Phú",
    "Xã Năng Khả",   "Xã Thanh Tương", "Xã Đức Ninh",    "Thị trấn Na Hang", "Xã Bình An",
    "Xã Hồng Quang", "Xã Lăng Can",    "Xã Phúc Yên",    "Xã Thổ Bình",      "Xã Xuân Lập"};

void remove_from(std::vector<BoxId>& list, BoxId id) {
    list.erase(std::remove(list.begin(), list.end(), id), list.end());
}

Unexpected<std::string> no(std::string why) { return Unexpected(std::move(why)); }

LinkSide good_link(SeededRandom& random) {
    LinkSide side;
    side.lost_permille = static_cast<std::uint16_t>(random.below(8));
    side.delay = Milliseconds{30 + static_cast<std::int64_t>(random.below(150))};
    side.rung = static_cast<std::uint8_t>(2 + random.below(4));
    side.bits_per_second = 400;
    return side;
}

}  // namespace

FakeMeeting::FakeMeeting(std::size_t boxes, bool lively, std::uint64_t seed, Instant now)
    : random_(seed),
      lively_(lively),
      begun_(now),
      now_(now),
      next_event_(now + 3s),
      next_loss_(now + 20s) {
    base_.open_microphones = 3;
    base_.time_limit = 300s;
    for (std::size_t i = 0; i < boxes; ++i) {
        Box box;
        box.tile.name = i < communes.size() ? communes[i] : "Xã số " + std::to_string(i + 1);
        box.tile.role = i == 0 ? Role::chair : Role::member;
        box.tile.presence = i == 8 ? Presence::never : Presence::joined;
        box.tile.software = i == 5 ? "giaoban 0.0.9" : "giaoban 0.1.0";
        box.tile.sound = i == 6 ? net::SoundHealth::no_card : net::SoundHealth::well;
        if (i == 6) box.tile.problems = {"no_card"};
        if (i == 5) box.tile.problems = {"slow_link", "loss_up"};
        box.tile.up = good_link(random_);
        box.tile.down = good_link(random_);
        box.tile.down.bits_per_second = 26'000;
        box.since = now - Seconds{static_cast<std::int64_t>(random_.below(600))};
        boxes_.emplace(BoxId{static_cast<std::uint16_t>(i + 1)}, std::move(box));
    }
}

FakeMeeting::Box* FakeMeeting::find(std::string_view name) {
    for (auto& [id, box] : boxes_) {
        if (box.tile.name == name) return &box;
    }
    return nullptr;
}

BoxId FakeMeeting::id_of(std::string_view name) const {
    for (const auto& [id, box] : boxes_) {
        if (box.tile.name == name) return id;
    }
    return no_box;
}

std::vector<Waiting> FakeMeeting::waiting(const std::vector<BoxId>& queue, Instant now) const {
    std::vector<Waiting> list;
    for (const BoxId id : queue)
        list.push_back({id, std::chrono::duration_cast<Seconds>(now - boxes_.at(id).asked)});
    return list;
}

std::vector<BoxId>& FakeMeeting::queue_of(std::uint32_t room) {
    return room == 0 ? queue_ : rooms_.at(room).queue;
}

FloorPolicy& FakeMeeting::policy_of(std::uint32_t room) {
    return room == 0 ? base_.policy : rooms_.at(room).tile.policy;
}

std::vector<BoxId> FakeMeeting::speakers_of(std::uint32_t room) const {
    std::vector<BoxId> list;
    for (const auto& [id, box] : boxes_) {
        if (box.tile.room == room && box.tile.floor == FloorState::speaking) list.push_back(id);
    }
    return list;
}

ChairState FakeMeeting::status(Instant now) const {
    const auto since = [now](Instant moment) {
        return std::chrono::duration_cast<Seconds>(now - moment);
    };
    ChairState state = base_;
    state.meeting.since = since(opened_);
    state.recording.since = since(recording_since_);
    if (state.recording.on) {
        // 24 kbit/s of sound.
        state.recording.bytes = static_cast<std::uint64_t>(state.recording.since.count()) * 3000U;
    }
    state.uptime = since(begun_);
    state.queue = waiting(queue_, now);
    state.replies = waiting(replies_, now);
    state.speakers = speakers_of(0);
    for (const auto& [id, box] : boxes_) {
        BoxTile tile = box.tile;
        tile.in_presence = since(box.since);
        const auto& queue = tile.room == 0 ? queue_ : rooms_.at(tile.room).queue;
        const auto place = std::find(queue.begin(), queue.end(), id);
        if (place != queue.end())
            tile.place = static_cast<std::uint16_t>(place - queue.begin() + 1);
        if (tile.floor == FloorState::speaking && box.limit != never)
            tile.time_left = std::chrono::duration_cast<Milliseconds>(box.limit - now);
        state.boxes.emplace(id, std::move(tile));
    }
    for (const auto& [id, room] : rooms_) {
        RoomTile tile = room.tile;
        tile.queue = waiting(room.queue, now);
        tile.speakers = speakers_of(id);
        for (const auto& [box_id, box] : boxes_) {
            if (box.tile.room == id) tile.boxes.push_back(box_id);
        }
        state.rooms.emplace(id, std::move(tile));
    }
    state.counters = {{"ticks", static_cast<std::uint64_t>(state.uptime.count()) * 50U},
                      {"sessions", boxes_.size()},
                      {"tick_latest_us", 180}};
    return state;
}

void FakeMeeting::tell(const char* kind, BoxId box, std::string_view who, std::string text) {
    if (!happened) return;
    DurableEntry entry;
    entry.serial = ++serial_;
    entry.kind = kind;
    entry.box = box;
    if (const auto found = boxes_.find(box); found != boxes_.end()) {
        entry.name = found->second.tile.name;
        entry.room = found->second.tile.room;
    }
    entry.who = who;
    entry.text = std::move(text);
    happened(entry);
}

void FakeMeeting::leave_queues(BoxId id) {
    remove_from(queue_, id);
    remove_from(replies_, id);
    for (auto& [number, room] : rooms_)
        remove_from(room.queue, id);
}

void FakeMeeting::grant(BoxId id, Instant now) {
    Box& box = boxes_.at(id);
    leave_queues(id);
    const bool alone = policy_of(box.tile.room) != FloorPolicy::open;
    for (auto& [other_id, other] : boxes_) {
        const bool in_the_way = alone && other_id != id && other.tile.room == box.tile.room &&
                                other.tile.floor == FloorState::speaking &&
                                other.tile.role == Role::member;
        if (in_the_way) stop(other_id, "replaced", now);
    }
    box.tile.floor = FloorState::speaking;
    const bool limited = base_.time_limit.count() > 0 && box.tile.role == Role::member;
    box.limit = limited ? now + base_.time_limit : never;
    box.ends = lively_ ? now + 20s + Seconds{static_cast<std::int64_t>(random_.below(40))} : never;
    box.tile.up.bits_per_second = 24'000;
    tell("granted", id, who_, "");
}

void FakeMeeting::stop(BoxId id, const char* how, Instant now) {
    (void)now;
    Box& box = boxes_.at(id);
    if (box.tile.floor != FloorState::speaking) return;
    box.tile.floor = FloorState::idle;
    box.tile.level_db = -96;
    box.tile.up.bits_per_second = 400;
    box.limit = never;
    box.ends = never;
    tell("spoke", id, who_, how);
}

void FakeMeeting::ask(BoxId id, Instant now) {
    Box& box = boxes_.at(id);
    if (box.tile.presence != Presence::joined || box.tile.floor != FloorState::idle) return;
    const FloorPolicy policy = policy_of(box.tile.room);
    if (policy == FloorPolicy::chair && box.tile.role != Role::chair) return;
    box.asked = now;
    box.tile.called = false;
    tell("asked", id, "", "");
    if (policy == FloorPolicy::open || box.tile.role == Role::chair) return grant(id, now);
    box.tile.floor = FloorState::waiting;
    queue_of(box.tile.room).push_back(id);
}

void FakeMeeting::set_presence(BoxId id, Presence presence, Instant now) {
    Box& box = boxes_.at(id);
    if (box.tile.presence == presence) return;
    if (presence == Presence::lost) stop(id, "lost", now);
    const bool again = box.tile.presence == Presence::lost;
    box.tile.presence = presence;
    box.since = now;
    tell(presence == Presence::lost ? "lost" : again ? "returned" : "joined", id, "", "");
}

void FakeMeeting::move(BoxId id, std::uint32_t room, Instant now) {
    Box& box = boxes_.at(id);
    stop(id, "moved", now);
    leave_queues(id);
    if (box.tile.floor == FloorState::waiting) box.tile.floor = FloorState::idle;
    box.tile.room = room;
}

Expected<void, std::string> FakeMeeting::of_box(const ChairAction& action, Box& box, BoxId id,
                                                Instant now) {
    const bool there = box.tile.presence == Presence::joined;
    switch (action.kind) {
        case Kind::grant:
            if (!there) return no(box.tile.name + " is not in the meeting");
            if (box.tile.floor == FloorState::muted)
                return no(box.tile.name + " is muted: unmute it first");
            grant(id, now);
            return {};
        case Kind::revoke:
            if (box.tile.floor == FloorState::waiting) {
                leave_queues(id);
                box.tile.floor = FloorState::idle;
                return {};
            }
            if (box.tile.floor != FloorState::speaking)
                return no(box.tile.name + " neither speaks nor waits");
            stop(id, "revoked", now);
            return {};
        case Kind::mute:
            stop(id, "muted", now);
            leave_queues(id);
            box.tile.floor = FloorState::muted;
            tell("muted", id, who_, "");
            return {};
        case Kind::unmute:
            if (box.tile.floor != FloorState::muted) return no(box.tile.name + " is not muted");
            box.tile.floor = FloorState::idle;
            tell("unmuted", id, who_, "");
            return {};
        case Kind::more_time:
            if (box.limit == never) return no(box.tile.name + " has no time limit now");
            box.limit += action.seconds;
            return {};
        case Kind::to_replies:
            if (box.tile.floor != FloorState::waiting) return no(box.tile.name + " does not wait");
            leave_queues(id);
            replies_.push_back(id);
            return {};
        case Kind::call:
            if (!there) return no(box.tile.name + " is not there: nobody would hear the call");
            box.tile.called = true;
            box.called_until = now + 10s;
            tell("called", id, who_, "");
            return {};
        case Kind::end_call:
            if (!box.tile.called) return no("the box is not being called");
            box.tile.called = false;
            return {};
        case Kind::move_to_room:
            if (action.room != 0 && !rooms_.contains(action.room))
                return no("there is no such room");
            move(id, action.room, now);
            return {};
        default: break;
    }
    return no("this version does not do that");
}

Expected<void, std::string> FakeMeeting::open_room(const ChairAction& action, Instant now) {
    for (const std::string& name : action.names) {
        const Box* box = find(name);
        if (box == nullptr) return no("there is no box \"" + name + "\"");
        if (box->tile.room != 0) return no(name + " is in another room already");
        if (box->tile.presence != Presence::joined) return no(name + " is not in the meeting");
    }
    Room room;
    room.tile.title = action.text;
    room.tile.policy = action.policy.value_or(FloorPolicy::open);
    rooms_.emplace(next_room_, std::move(room));
    for (const std::string& name : action.names)
        move(id_of(name), next_room_, now);
    tell("room_opened", no_box, who_, action.text);
    next_room_ += 1;
    return {};
}

Expected<void, std::string> FakeMeeting::of_rooms(const ChairAction& action, Instant now) {
    if (action.kind == Kind::open_room) return open_room(action, now);
    for (auto& [id, box] : boxes_) {
        if (box.tile.room == action.room) move(id, 0, now);
    }
    tell("room_closed", no_box, who_, rooms_.at(action.room).tile.title);
    rooms_.erase(action.room);
    return {};
}

Expected<void, std::string> FakeMeeting::of_meeting(const ChairAction& action, Instant now) {
    switch (action.kind) {
        case Kind::open_meeting:
            if (base_.meeting.open) return no("a meeting is open already: close it first");
            base_.meeting = {base_.meeting.id + 1, action.text, true, {}};
            opened_ = now;
            tell("meeting_opened", no_box, who_, action.text);
            return {};
        case Kind::close_meeting:
            if (!base_.meeting.open) return no("no meeting is open");
            base_.meeting.open = false;
            base_.recording.on = false;
            tell("meeting_closed", no_box, who_, base_.meeting.title);
            return {};
        case Kind::grant_next: {
            auto& list = action.room == 0 && !replies_.empty() ? replies_ : queue_of(action.room);
            if (list.empty()) return no("nobody waits");
            grant(list.front(), now);
            return {};
        }
        case Kind::mute_all:
            for (auto& [id, box] : boxes_) {
                if (box.tile.role == Role::chair || box.tile.room != action.room) continue;
                stop(id, "muted", now);
                leave_queues(id);
                box.tile.floor = FloorState::muted;
            }
            return {};
        case Kind::unmute_all:
            for (auto& [id, box] : boxes_) {
                if (box.tile.floor == FloorState::muted && box.tile.room == action.room)
                    box.tile.floor = FloorState::idle;
            }
            return {};
        case Kind::hold: base_.held = true; return {};
        case Kind::unhold: base_.held = false; return {};
        case Kind::set_policy:
            policy_of(action.room) = action.policy.value_or(FloorPolicy::queue);
            if (action.open_microphones != 0) base_.open_microphones = action.open_microphones;
            if (action.queue_grants) base_.queue_grants = *action.queue_grants;
            tell("policy", no_box, who_, std::string(to_text(policy_of(action.room))));
            return {};
        case Kind::set_time_limit: base_.time_limit = action.seconds; return {};
        case Kind::self_test:
            for (auto& [id, box] : boxes_) {
                if (box.tile.presence != Presence::joined) continue;
                box.tile.self_test = {SelfTest::State::running, ""};
                box.test_until =
                    now + 2s + Milliseconds{static_cast<std::int64_t>(random_.below(5000))};
            }
            return {};
        case Kind::record:
            if (action.room != 0) {
                rooms_.at(action.room).tile.recording = action.on;
                return {};
            }
            if (action.on && !base_.meeting.open) return no("open a meeting first");
            if (action.on == base_.recording.on)
                return no(action.on ? "it is recorded already" : "it is not recorded");
            base_.recording.on = action.on;
            recording_since_ = now;
            tell(action.on ? "recording_on" : "recording_off", no_box, who_, "");
            return {};
        default: break;
    }
    return no("this version does not do that");
}

Expected<void, std::string> FakeMeeting::request(const ChairAction& action, std::string_view who,
                                                 Instant now) {
    who_ = who;
    if (action.room != 0 && !rooms_.contains(action.room)) return no("there is no such room");
    if (action.kind == Kind::open_room || action.kind == Kind::close_room)
        return of_rooms(action, now);
    if (action.name.empty()) return of_meeting(action, now);
    Box* box = find(action.name);
    if (box == nullptr) return no("there is no box \"" + action.name + "\"");
    return of_box(action, *box, id_of(action.name), now);
}

Expected<std::string, std::string> FakeMeeting::make_card(const CardOrder& order) {
    if (order.replace) {
        if (find(order.name) == nullptr) return no("there is no box \"" + order.name + "\"");
        const BoxId id = id_of(order.name);
        set_presence(id, Presence::lost, boxes_.at(id).since);
    } else {
        if (find(order.name) != nullptr) return no("there is a box \"" + order.name + "\" already");
        Box box;
        box.tile.name = order.name;
        box.tile.role = order.chair ? Role::chair : Role::member;
        boxes_.emplace(BoxId{static_cast<std::uint16_t>(boxes_.size() + 1)}, std::move(box));
    }
    return "name = \"" + order.name + "\"\nmixers = [\"mixer.example:24380\"]\n" +
           "mixer_key = \"not a key\"\nsecret = \"not a secret\"\n";
}

void FakeMeeting::weather(Box& box, Instant now) {
    const auto drift = [this](LinkSide& side) {
        const auto step = static_cast<std::int64_t>(random_.below(41)) - 20;
        side.delay =
            std::clamp(side.delay + Milliseconds{step}, Milliseconds{20}, Milliseconds{700});
        const auto lost = static_cast<std::int64_t>(side.lost_permille) +
                          static_cast<std::int64_t>(random_.below(11)) - 5;
        side.lost_permille = static_cast<std::uint16_t>(std::clamp<std::int64_t>(lost, 0, 120));
    };
    if (random_.below(40) == 0) {
        drift(box.tile.up);
        drift(box.tile.down);
    }
    if (box.tile.behind > 0ms) box.tile.behind = std::max(box.tile.behind - 75ms, Milliseconds{0});
    if (box.tile.floor == FloorState::speaking)
        box.tile.level_db = -50 + static_cast<std::int32_t>(random_.below(42));
    if (box.tile.called && now >= box.called_until) box.tile.called = false;
    if (box.tile.self_test.state == SelfTest::State::running && now >= box.test_until) {
        const bool failed = box.tile.sound == net::SoundHealth::no_card;
        box.tile.self_test = {failed ? SelfTest::State::failed : SelfTest::State::ok,
                              failed ? "no_card" : ""};
    }
}

void FakeMeeting::live(Instant now) {
    if (now >= next_event_) {
        next_event_ = now + 4s + Milliseconds{static_cast<std::int64_t>(random_.below(8000))};
        const auto some = BoxId{static_cast<std::uint16_t>(2 + random_.below(boxes_.size() - 1))};
        if (boxes_.contains(some) && queue_.size() < 5) ask(some, now);
    }
    if (now >= next_loss_) {
        next_loss_ = now + 40s;
        const auto some = BoxId{static_cast<std::uint16_t>(2 + random_.below(boxes_.size() - 1))};
        if (boxes_.contains(some) && boxes_.at(some).tile.presence == Presence::joined) {
            set_presence(some, Presence::lost, now);
            boxes_.at(some).returns = now + 12s;
        }
    }
}

void FakeMeeting::advance(Instant now) {
    now_ = now;
    who_.clear();
    for (auto& [id, box] : boxes_) {
        weather(box, now);
        if (now >= box.returns) {
            box.returns = never;
            set_presence(id, Presence::joined, now);
            box.tile.behind = 12s;
        }
        if (now >= box.limit) stop(id, "time", now);
        if (now >= box.ends) stop(id, "done", now);
    }
    if (lively_ && boxes_.size() > 1) live(now);
    const bool free = speakers_of(0).empty();
    const bool automatic = base_.queue_grants == QueueGrants::automatic && !base_.held;
    if (free && automatic && base_.policy == FloorPolicy::queue && !queue_.empty())
        grant(queue_.front(), now);
}

}  // namespace giaoban::chair::test
