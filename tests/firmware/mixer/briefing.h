#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "firmware/mixer/meeting.h"
#include "tests/catch.h"

/// A Meeting in virtual time, for its tests.
namespace giaoban::mixer {

using Kind = net::MeetingRequest::Kind;

inline constexpr BoxId chair{1};
inline constexpr BoxId an{2};
inline constexpr BoxId binh{3};
inline constexpr BoxId cuc{4};

/// Three communes and a chair, and what became of them.
class Briefing final : public MeetingSink {
  public:
    explicit Briefing(QueueGrants grants = QueueGrants::chair)
        : meeting(settings(grants), *this, now) {
        meeting.enroll(chair, "Chair", Role::chair, now);
        meeting.enroll(an, "An", Role::member, now);
        meeting.enroll(binh, "Binh", Role::member, now);
        meeting.enroll(cuc, "Cuc", Role::member, now);
    }

    static MeetingSettings settings(QueueGrants grants) {
        MeetingSettings settings;
        settings.floor.queue_grants = grants;
        settings.floor.time_limit = Seconds{60};
        return settings;
    }

    void all_join() {
        for (const BoxId box : {chair, an, binh, cuc})
            meeting.joined(box, now);
    }
    void press(BoxId box, std::uint32_t short_presses = 1, std::uint32_t long_presses = 0) {
        meeting.presses(box, short_presses, long_presses, now);
    }
    Expected<void, std::string> say(Kind kind, std::string name = {}) {
        net::MeetingRequest request;
        request.kind = kind;
        request.name = std::move(name);
        return meeting.request(request, now);
    }
    Expected<void, std::string> record(bool on) {
        net::MeetingRequest request;
        request.kind = Kind::record;
        request.on = on;
        return meeting.request(request, now);
    }
    void tested(BoxId box, const net::SelfTestResult& result) {
        net::BoxState state;
        state.self_test = result;
        meeting.told(box, state, now);
    }
    [[nodiscard]] net::BoxRow row(BoxId box) const {
        for (const net::BoxRow& each : meeting.status(now).boxes) {
            if (each.box == box) return each;
        }
        FAIL("no such box");
        return {};
    }
    /// Moves time on, and lets everything happen at its time.
    void pass(Duration time) {
        const Instant until = now + time;
        while (meeting.next_deadline() <= until) {
            now = std::max(now, meeting.next_deadline());
            meeting.on_time(now);
        }
        now = until;
        meeting.on_time(now);
    }

    void show(BoxId box, const net::MeetingView& view, Instant) override {
        views[box] = view;
        ++shown;
    }
    void open_microphone(BoxId box, RoomId room) override {
        CHECK(open.insert(box).second);
        CHECK(places[box].first == room);
    }
    void close_microphone(BoxId box, RoomId room, audio::Closing closing) override {
        CHECK(places[box].first == room);
        CHECK(open.erase(box) == 1);
        closings[box] = closing;
    }
    void room_opened(RoomId room) override { rooms.insert(room); }
    void room_closed(RoomId room) override { CHECK(rooms.erase(room) == 1); }
    std::optional<std::uint32_t> moved(BoxId box, RoomId room, std::uint32_t visit) override {
        CHECK(open.count(box) == 0);
        CHECK((room == plenary || rooms.count(room) == 1));
        places[box] = {room, visit};
        return 480'000;
    }
    void found_in(BoxId box, RoomId room, std::uint32_t visit) override {
        places[box] = {room, visit};
    }
    void policy_is(RoomId, FloorPolicy policy) override { policies.push_back(policy); }
    void remember(Instant at) override { memory = meeting.memory(at); }
    void went_on(const MeetingMemory& past, Instant) override { gone_on_with = past; }
    void happened(const net::FloorEvent& event, RoomId, std::string_view name) override {
        events.push_back(event.what);
        named.emplace_back(name);
    }
    void noted(const MeetingNote& note, std::string_view, Instant) override {
        notes.push_back(note);
    }
    void told(BoxId box, FloorState seen, std::uint16_t place, bool reply = false) {
        net::BoxState state;
        state.floor_seen = seen;
        state.place_seen = place;
        state.reply_seen = reply;
        meeting.told(box, state, now);
    }

    Instant now = Instant{} + std::chrono::hours(1);
    std::map<BoxId, net::MeetingView> views;
    std::set<BoxId> open;
    std::map<BoxId, audio::Closing> closings;
    std::vector<net::FloorEvent::What> events;
    std::vector<std::string> named;
    std::vector<FloorPolicy> policies;
    std::set<RoomId> rooms;
    std::map<BoxId, std::pair<RoomId, std::uint32_t>> places;
    std::vector<MeetingNote> notes;
    int shown = 0;
    MeetingMemory memory;
    std::optional<MeetingMemory> gone_on_with;
    Meeting meeting;
};

}  // namespace giaoban::mixer
