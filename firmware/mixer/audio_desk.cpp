#include "firmware/mixer/audio_desk.h"

#include <algorithm>
#include <utility>

#include "config/vocab/ensure.h"

namespace giaoban::mixer {

namespace {

constexpr int ticks_a_report = 50;  // one second
constexpr int ticks_a_level = 10;   // 200 ms: the page shows four a second at most
constexpr Duration tick_duration = std::chrono::duration_cast<Duration>(audio::tick_length);

void add(audio::BridgeStats& sum, const audio::BridgeStats& one) noexcept {
    sum.ticks += one.ticks;
    sum.skipped_ticks += one.skipped_ticks;
    sum.encoded += one.encoded;
    sum.encoder_faults += one.encoder_faults;
    sum.strays += one.strays;
}

}  // namespace

AudioDesk::AudioDesk(std::span<audio::Bridge> bridges, AudioRings& rings, Instant start)
    : rings_(rings), clock_(start) {
    ensure(!bridges.empty(), "there is a bridge for the plenary");
    for (audio::Bridge& bridge : bridges)
        rooms_.emplace_back(bridge, rings);
    rooms_.front().begin(plenary);
}

RoomDesk* AudioDesk::find(RoomId room) noexcept {
    const auto found =
        std::ranges::find_if(rooms_, [room](const RoomDesk& desk) { return desk.is_of(room); });
    return found == rooms_.end() ? nullptr : &*found;
}

Instant AudioDesk::next_deadline() const noexcept {
    return resting_ ? never : clock_.next_deadline();
}

bool AudioDesk::serve(Instant now) noexcept {
    news_ = false;
    take_orders();
    if (resting_) {
        skip(clock_.skip_to(now));
        resting_ = all_rest();
        if (resting_) return false;
    }
    if (clock_.next_deadline() > now) return false;
    note_wake(now);
    const auto due = clock_.due(now);
    skip(due.skipped);
    take_packets();
    for (std::int64_t left = due.run; left > 0; --left)
        tick(clock_.next_deadline() - left * tick_duration);
    for (RoomDesk& room : rooms_) {
        if (room.in_use()) room.ask(now);
    }
    resting_ = all_rest();
    if (resting_) report();
    return take_news();
}

void AudioDesk::skip(std::int64_t ticks) noexcept {
    for (RoomDesk& room : rooms_)
        room.bridge().skip(ticks);
}

void AudioDesk::tick(Instant at) noexcept {
    for (RoomDesk& room : rooms_)
        room.tick(at);
    if (--ticks_to_report_ <= 0) report();
    if (--ticks_to_levels_ > 0) return;
    ticks_to_levels_ = ticks_a_level;
    for (RoomDesk& room : rooms_)
        room.report_levels();
}

bool AudioDesk::all_rest() noexcept {
    return std::ranges::all_of(rooms_, [](RoomDesk& room) { return room.bridge().resting(); });
}

bool AudioDesk::take_news() noexcept {
    for (RoomDesk& room : rooms_)
        news_ = room.take_news() || news_;
    return news_;
}

void AudioDesk::note_wake(Instant now) noexcept {
    const Duration late = now - clock_.next_deadline();
    figures_.latest_wake = std::max(figures_.latest_wake, late);
    if (late >= tick_duration) ++figures_.late_wakes;
}

void AudioDesk::take_orders() noexcept {
    AudioOrder order;
    while (rings_.orders.try_pop(order)) {
        RoomDesk* room = find(order.room);
        if (order.kind == AudioOrder::Kind::open_room) {
            open_room(order.room);
        } else if (room == nullptr) {
            continue;
        } else if (order.kind == AudioOrder::Kind::close_room) {
            room->end();
        } else {
            room->carry_out(order);
        }
    }
}

void AudioDesk::open_room(RoomId room) noexcept {
    const auto free =
        std::ranges::find_if(rooms_, [](const RoomDesk& desk) { return !desk.in_use(); });
    ensure(free != rooms_.end(), "the meeting opens no more rooms than there are bridges");
    free->begin(room);
}

void AudioDesk::take_packets() noexcept {
    while (rings_.packets.try_pop(packet_)) {
        RoomDesk* room = find(packet_.room);
        if (room != nullptr) room->bridge().insert(packet_.box, packet_.packet, packet_.arrived);
    }
}

void AudioDesk::report() noexcept {
    ticks_to_report_ = ticks_a_report;
    figures_.talker = no_box;
    figures_.bridge = {};
    figures_.dropped = 0;
    for (RoomDesk& room : rooms_) {
        add(figures_.bridge, room.bridge().stats());
        figures_.dropped += room.dropped();
    }
    news_ = rings_.reports.try_push(figures_) || news_;
    for (RoomDesk& room : rooms_)
        room.report_playouts();
}

}  // namespace giaoban::mixer
