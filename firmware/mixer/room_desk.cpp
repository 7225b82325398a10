#include "firmware/mixer/room_desk.h"

#include <algorithm>
#include <utility>

namespace giaoban::mixer {

void RoomDesk::begin(RoomId room) noexcept {
    end();
    room_ = room;
    in_use_ = true;
}

void RoomDesk::end() noexcept {
    bridge_.clear();
    wanted_.fill({});
    open_.fill(no_box);
    in_use_ = false;
}

void RoomDesk::carry_out(const AudioOrder& order) noexcept {
    switch (order.kind) {
        case AudioOrder::Kind::open: open(order.box, order.rung); break;
        case AudioOrder::Kind::close: close(order.box, order.closing); break;
        case AudioOrder::Kind::move: bridge_.move(order.box, order.rung); break;
        case AudioOrder::Kind::uses: bridge_.uses(order.rung, order.used); break;
        case AudioOrder::Kind::converse: bridge_.converses(order.used); break;
        case AudioOrder::Kind::renew: bridge_.renew(order.generation); break;
        case AudioOrder::Kind::round_trip:
            bridge_.set_round_trip(order.box, order.round_trip);
            break;
        case AudioOrder::Kind::open_room:
        case AudioOrder::Kind::close_room: break;  // AudioDesk's
    }
}

void RoomDesk::open(BoxId box, audio::RungIndex hears) noexcept {
    const bool full = bridge_.open(box, hears) == audio::Bridge::Opened::full;
    forget_wanted(box);
    const auto place = std::find(open_.begin(), open_.end(), box) != open_.end()
                           ? open_.end()
                           : std::find(open_.begin(), open_.end(), no_box);
    if (!full) {
        if (place != open_.end()) *place = box;
        return;
    }
    const auto free = std::find_if(wanted_.begin(), wanted_.end(),
                                   [](const Wanted& w) { return w.box == no_box; });
    if (free != wanted_.end()) *free = {.box = box, .hears = hears};
}

void RoomDesk::close(BoxId box, audio::Closing closing) noexcept {
    forget_wanted(box);
    bridge_.close(box, closing);
    std::replace(open_.begin(), open_.end(), box, no_box);
}

void RoomDesk::forget_wanted(BoxId box) noexcept {
    for (Wanted& wanted : wanted_) {
        if (wanted.box == box) wanted = {};
    }
}

void RoomDesk::open_wanted() noexcept {
    for (const Wanted& wanted : std::array(wanted_)) {
        if (wanted.box != no_box) open(wanted.box, wanted.hears);
    }
}

void RoomDesk::tick(Instant now) noexcept {
    open_wanted();
    bridge_.tick(now, *this);
}

bool RoomDesk::take_news() noexcept { return std::exchange(news_, false); }

void RoomDesk::ask(Instant now) noexcept {
    for (const BoxId box : open_) {
        if (box == no_box) continue;
        MissingPackets missing;
        missing.box = box;
        missing.count = static_cast<std::uint8_t>(bridge_.missing(box, now, missing.numbers));
        if (missing.count > 0) news_ = rings_.missing.try_push(missing) || news_;
    }
}

void RoomDesk::report_levels() noexcept {
    for (const BoxId box : open_) {
        if (box == no_box) continue;
        const auto level = bridge_.take_level_db(box);
        if (level) news_ = rings_.levels.try_push({.box = box, .level_db = *level}) || news_;
    }
}

void RoomDesk::report_playouts() noexcept {
    for (const BoxId box : open_) {
        if (box == no_box) continue;
        const auto playout = bridge_.playout(box);
        if (!playout) continue;
        AudioReport of_talker;
        of_talker.talker = box;
        of_talker.playout = *playout;
        (void)rings_.reports.try_push(of_talker);
    }
}

void RoomDesk::encoded(const audio::MixPacket& packet) noexcept {
    mixed_.room = room_;
    mixed_.generation = packet.generation;
    mixed_.rung = packet.rung;
    mixed_.only = packet.only;
    mixed_.excepted = static_cast<std::uint8_t>(packet.except.size());
    std::copy(packet.except.begin(), packet.except.end(), mixed_.except.begin());
    mixed_.tick = packet.tick;
    mixed_.packet.timestamp = packet.timestamp;
    mixed_.packet.marker = packet.marker;
    mixed_.packet.size = static_cast<std::uint16_t>(packet.payload.size());
    std::copy(packet.payload.begin(), packet.payload.end(), mixed_.packet.data.begin());
    if (rings_.mixes.try_push(mixed_)) {
        news_ = true;
    } else {
        ++dropped_;
    }
}

}  // namespace giaoban::mixer
