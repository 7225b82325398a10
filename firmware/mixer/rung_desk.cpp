#include "firmware/mixer/rung_desk.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "firmware/media.h"

namespace giaoban::mixer {

namespace {

using namespace std::chrono_literals;

constexpr Duration interval = 200ms;
// A report each 2 to 6 s may still come about what was sent.
constexpr Duration sound_lasts = 10s;
// Before it was measured.
constexpr Duration usual_round_trip = 300ms;
// A report about fewer is about none: half a second of the shortest frames.
constexpr std::uint64_t packets_worth_a_report = 8;

audio::RungIndex for_audio(net::RungIndex rung) noexcept {
    return audio::RungIndex{static_cast<std::uint8_t>(rung)};
}

}  // namespace

RungDesk::Box::Box(const Settings& settings)
    : up(settings.up, settings.start),
      down(settings.down, settings.start),
      listener(down.rung()),
      up_told(up.rung()) {}

void RungDesk::joined(BoxId id, Instant now) {
    const Box& box = boxes_.try_emplace(id, settings_).first->second;
    sink_.chosen(id, box.up.rung(), box.down.rung(), now);
}

void RungDesk::forget(BoxId id) {
    boxes_.erase(id);
    tell_uses();
}

void RungDesk::listens(BoxId id, bool does) {
    const auto found = boxes_.find(id);
    if (found == boxes_.end() || found->second.listens == does) return;
    found->second.listens = does;
    tell_uses();
}

void RungDesk::enter(BoxId id, RoomId room) {
    boxes_.try_emplace(id, settings_).first->second.room = room;
    tell_uses();
}

void RungDesk::records(RoomId room, bool does) {
    if (does) {
        recorded_.insert(room);
    } else {
        recorded_.erase(room);
    }
    tell_uses();
}

void RungDesk::forget(RoomId room) {
    used_.erase(room);
    recorded_.erase(room);
}

void RungDesk::open_microphone(BoxId id) {
    Box& box = boxes_.try_emplace(id, settings_).first->second;
    ListenerRung& listener = box.listener;
    listener.stay();
    sink_.order({.kind = AudioOrder::Kind::open,
                 .room = box.room,
                 .box = id,
                 .rung = for_audio(listener.now())});
    if (listener.now() == listener.wanted()) return;
    sink_.order({.kind = AudioOrder::Kind::move,
                 .room = box.room,
                 .box = id,
                 .rung = for_audio(listener.wanted())});
}

void RungDesk::heard(BoxId id, const net::RtpView& packet, Instant arrived) {
    const auto found = boxes_.find(id);
    if (found == boxes_.end()) return;
    found->second.estimate.on_packet(packet_seen(packet, arrived));
    sounds(arrived);
}

void RungDesk::sounds(Instant now) noexcept {
    sounded_ = now;
    if (next_ == never) next_ = now + interval;
}

void RungDesk::told(BoxId id, const net::DirectionReading& reading, Instant now) {
    const auto found = boxes_.find(id);
    if (found == boxes_.end() || found->second.told == reading) return;
    Box& box = found->second;
    box.told = reading;
    box.down.on_reading(reading, sessions_.link(id).round_trip.value_or(usual_round_trip), now);
    settle(id, box, now);
}

bool RungDesk::takes(BoxId id, const MixedPacket& mixed, Instant now) {
    const auto found = boxes_.find(id);
    if (found == boxes_.end()) return false;
    sounds(now);
    ListenerRung& listener = found->second.listener;
    const net::RungIndex before = listener.now();
    const bool taken =
        listener.takes(net::RungIndex{static_cast<std::uint8_t>(mixed.rung)}, mixed.tick);
    if (listener.now() != before) tell_uses();
    return taken;
}

audio::RungIndex RungDesk::downlink(BoxId id) const {
    const auto found = boxes_.find(id);
    if (found == boxes_.end()) return audio::RungIndex{};
    return for_audio(found->second.listener.now());
}

void RungDesk::on_time(Instant now) {
    if (now < next_) return;
    next_ = now < sounded_ + sound_lasts ? now + interval : never;
    for (auto& [id, box] : boxes_) {
        const net::LinkReport link = sessions_.link(id);
        const Duration round_trip = link.round_trip.value_or(usual_round_trip);
        box.up.on_reading(box.estimate.reading(now), round_trip, now);
        read_report(id, box, link, round_trip, now);
        settle(id, box, now);
    }
}

// Reports say loss alone. The queue is as the box told last: when it grows, and when it is gone again, the box says so
// at once.
void RungDesk::read_report(BoxId id, Box& box, const net::LinkReport& link, Duration round_trip,
                           Instant now) {
    if (!link.down.at || link.down.at == box.reported) return;
    box.reported = link.down.at;
    const std::uint64_t sent = sessions_.figures(id, now).audio_sent;
    if (sent - std::exchange(box.sent, sent) < packets_worth_a_report) return;
    box.down.on_reading({.live = true,
                         .loss = link.down.loss,
                         .queue = box.told.live ? box.told.queue : 0ms,
                         .growth = -1s,
                         .rate_bps = 0},
                        round_trip, now);
}

void RungDesk::settle(BoxId id, Box& box, Instant now) {
    const net::RungIndex down = box.down.rung();
    const bool moved = down != box.listener.wanted();
    if (!moved && box.up.rung() == box.up_told) return;
    box.up_told = box.up.rung();
    box.listener.want(down);
    sink_.chosen(id, box.up_told, down, now);
    if (!moved) return;
    // While its microphone is open the bridge has a mix of its own for it.
    sink_.order(
        {.kind = AudioOrder::Kind::move, .room = box.room, .box = id, .rung = for_audio(down)});
    tell_uses();
}

void RungDesk::tell_uses() {
    std::map<RoomId, Used> used;
    for (const auto& [room, before] : used_)
        used[room] = {};
    for (const auto& [id, box] : boxes_) {
        if (!box.listens) continue;
        used[box.room][static_cast<std::size_t>(box.listener.now())] = true;
        used[box.room][static_cast<std::size_t>(box.listener.wanted())] = true;
    }
    const net::RungChooser first(settings_.down, settings_.start);
    for (const RoomId room : recorded_) {
        Used& rungs = used[room];
        if (std::ranges::none_of(rungs, std::identity{})) {
            rungs[static_cast<std::size_t>(first.rung())] = true;
        }
    }
    for (const auto& [room, rungs] : used) {
        Used& known = used_[room];
        for (std::size_t i = 0; i < rungs.size(); ++i) {
            if (rungs[i] == known[i]) continue;
            known[i] = rungs[i];
            sink_.order({.kind = AudioOrder::Kind::uses,
                         .room = room,
                         .rung = audio::RungIndex{static_cast<std::uint8_t>(i)},
                         .used = rungs[i]});
        }
    }
}

}  // namespace giaoban::mixer
