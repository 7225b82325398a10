#include "firmware/mixer/audio_desk.h"

#include <algorithm>
#include <utility>

namespace giaoban::mixer {

namespace {

constexpr int ticks_a_report = 50;  // one second
constexpr Duration tick = std::chrono::duration_cast<Duration>(audio::tick_length);

}  // namespace

AudioDesk::AudioDesk(audio::Bridge& bridge, AudioRings& rings, Instant start)
    : bridge_(bridge), rings_(rings), clock_(start) {}

Instant AudioDesk::next_deadline() const noexcept {
    return resting_ ? never : clock_.next_deadline();
}

bool AudioDesk::serve(Instant now) noexcept {
    something_to_fetch_ = false;
    take_orders();
    if (resting_) {
        bridge_.skip(clock_.skip_to(now));
        resting_ = bridge_.resting();
        if (resting_) return false;
    }
    if (clock_.next_deadline() > now) return false;
    note_wake(now);
    const auto due = clock_.due(now);
    bridge_.skip(due.skipped);
    take_packets();
    for (std::int64_t left = due.run; left > 0; --left) {
        open_wanted();
        bridge_.tick(clock_.next_deadline() - left * tick, *this);
        if (--ticks_to_report_ <= 0) report();
    }
    ask(now);
    resting_ = bridge_.resting();
    if (resting_) report();
    return something_to_fetch_;
}

void AudioDesk::ask(Instant now) noexcept {
    for (const BoxId box : open_) {
        if (box == no_box) continue;
        MissingPackets missing;
        missing.box = box;
        missing.count = static_cast<std::uint8_t>(bridge_.missing(box, now, missing.numbers));
        if (missing.count > 0) {
            something_to_fetch_ = rings_.missing.try_push(missing) || something_to_fetch_;
        }
    }
}

void AudioDesk::note_wake(Instant now) noexcept {
    const Duration late = now - clock_.next_deadline();
    figures_.latest_wake = std::max(figures_.latest_wake, late);
    if (late >= tick) ++figures_.late_wakes;
}

void AudioDesk::take_orders() noexcept {
    AudioOrder order;
    while (rings_.orders.try_pop(order))
        carry_out(order);
}

void AudioDesk::carry_out(const AudioOrder& order) noexcept {
    switch (order.kind) {
        case AudioOrder::Kind::open: open(order.box, order.rung); break;
        case AudioOrder::Kind::close:
            forget_wanted(order.box);
            bridge_.close(order.box, order.closing);
            std::replace(open_.begin(), open_.end(), order.box, no_box);
            break;
        case AudioOrder::Kind::move: bridge_.move(order.box, order.rung); break;
        case AudioOrder::Kind::uses: bridge_.uses(order.rung, order.used); break;
        case AudioOrder::Kind::converse: bridge_.converses(order.used); break;
        case AudioOrder::Kind::round_trip:
            bridge_.set_round_trip(order.box, order.round_trip);
            break;
    }
}

void AudioDesk::open(BoxId box, audio::RungIndex hears) noexcept {
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

void AudioDesk::forget_wanted(BoxId box) noexcept {
    for (Wanted& wanted : wanted_) {
        if (wanted.box == box) wanted = {};
    }
}

void AudioDesk::open_wanted() noexcept {
    for (const Wanted& wanted : std::array(wanted_)) {
        if (wanted.box != no_box) open(wanted.box, wanted.hears);
    }
}

void AudioDesk::take_packets() noexcept {
    while (rings_.packets.try_pop(packet_)) {
        bridge_.insert(packet_.box, packet_.packet, packet_.arrived);
    }
}

void AudioDesk::encoded(const audio::MixPacket& packet) noexcept {
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
        something_to_fetch_ = true;
    } else {
        ++figures_.dropped;
    }
}

void AudioDesk::report() noexcept {
    ticks_to_report_ = ticks_a_report;
    figures_.talker = no_box;
    figures_.bridge = bridge_.stats();
    something_to_fetch_ = rings_.reports.try_push(figures_) || something_to_fetch_;
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

}  // namespace giaoban::mixer
