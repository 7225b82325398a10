#include "net/session/mixer_sessions.h"

#include <algorithm>
#include <utility>

#include "net/rtp/demux.h"
#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtp_packet.h"
#include "net/session/canonical_name.h"

namespace giaoban::net {

MixerSessions::MixerSessions(MixerSessionsSettings settings, CardRegistry& registry,
                             RandomSource& random, MixerSessionsSink& sink)
    : profile_(settings.profile),
      most_boxes_(settings.most_boxes),
      registry_(registry),
      shared_{sink, random, draw_canonical_name(random), {}, {}, {}, {}},
      handshake_(std::move(settings.identity), random, settings.handshakes_per_second),
      // Every box may be calling at once after a power cut; two attempts of each are kept then.
      pending_(std::max(2 * settings.most_boxes, PendingSessions::per_box)),
      salt_(static_cast<std::uint16_t>(random.u32())) {}

void MixerSessions::on_datagram(const Endpoint& from, MutableBytes datagram, Instant now) {
    switch (demultiplex(datagram)) {
        case DatagramKind::rtp: {
            if (datagram.size() < rtp_header_size) return refuse(DatagramRefusal::too_short);
            const std::uint32_t ssrc = rtp_ssrc(datagram);
            BoxPeer* peer = peer_of(ssrc);
            if (peer == nullptr) return refuse(DatagramRefusal::no_such_session);
            return settle(box_of(ssrc), peer->on_audio(datagram, from, now));
        }
        case DatagramKind::rtcp: {
            if (datagram.size() < rtcp_clear_size) return refuse(DatagramRefusal::too_short);
            const std::uint32_t ssrc = rtcp_ssrc(datagram);
            BoxPeer* peer = peer_of(ssrc);
            if (peer == nullptr) return refuse(DatagramRefusal::no_such_session);
            return settle(box_of(ssrc), peer->on_report(datagram, from, now));
        }
        case DatagramKind::ours:
            switch (kind_of(datagram).value_or(KeyDatagram::refusal)) {
                case KeyDatagram::control: return on_control(from, datagram, now);
                case KeyDatagram::transfer: return on_transfer(from, datagram, now);
                case KeyDatagram::initiation: return on_initiation(from, datagram, now);
                default: return refuse(DatagramRefusal::unknown_kind);
            }
        case DatagramKind::unknown: return refuse(DatagramRefusal::unknown_kind);
    }
}

void MixerSessions::on_control(const Endpoint& from, MutableBytes datagram, Instant now) {
    const auto index = index_of(datagram);
    if (!index) return refuse(DatagramRefusal::too_short);
    BoxPeer* peer = peer_of(*index);
    if (peer == nullptr || !peer->has_index(*index)) return confirm(from, datagram, now);
    settle(box_of(*index), peer->on_control(datagram, from, now));
}

void MixerSessions::on_transfer(const Endpoint& from, MutableBytes datagram, Instant now) {
    const std::uint32_t index = index_of(datagram).value_or(0);
    BoxPeer* peer = peer_of(index);
    if (peer == nullptr || !peer->has_index(index)) return refuse(DatagramRefusal::no_such_session);
    settle(box_of(index), peer->on_transfer(datagram, from, now));
}

void MixerSessions::on_time(Instant now) {
    // One look at each box at most, so that a box that is always due could not hold up the others.
    for (std::size_t looks = deadlines_.size(); looks > 0 && deadlines_.earliest() <= now;
         --looks) {
        const std::uint16_t number = deadlines_.first();
        BoxPeer* peer = peers_[number].get();
        if (peer != nullptr) peer->on_time(now);
        deadlines_.set(number, peer != nullptr ? peer->next_deadline() : never);
    }
}

Instant MixerSessions::next_deadline() const noexcept { return deadlines_.earliest(); }

bool MixerSessions::send_audio(BoxId to, std::uint32_t timestamp, Bytes opus, bool marker,
                               Instant now) {
    BoxPeer* box = peer(to);
    if (box != nullptr) return box->send_audio(timestamp, opus, marker, now);
    ++shared_.traffic.numbers().audio_not_sent;
    return false;
}

std::optional<std::uint16_t> MixerSessions::send_history(BoxId to, std::uint32_t timestamp,
                                                         Bytes opus, Instant now) {
    BoxPeer* box = peer(to);
    return box == nullptr ? std::nullopt : box->send_history(timestamp, opus, now);
}

std::optional<std::uint16_t> MixerSessions::next_history_number(BoxId box) const noexcept {
    const BoxPeer* found = peer(box);
    return found == nullptr ? std::nullopt : found->next_history_number();
}

void MixerSessions::set_history(BoxId box, const std::optional<HistoryAnswer>& answer,
                                Instant now) {
    BoxPeer* told = peer(box);
    if (told == nullptr) return;
    told->set_history(answer, now);
    deadlines_.set(number_of(box), told->next_deadline());
}

void MixerSessions::set_update(BoxId box, const UpdateOffer& offer, Instant now) {
    BoxPeer* told = peer(box);
    if (told == nullptr) return;
    told->set_update(offer, now);
    deadlines_.set(number_of(box), told->next_deadline());
}

bool MixerSessions::send_transfer(BoxId to, Bytes message, Instant now) {
    BoxPeer* box = peer(to);
    return box != nullptr && box->send_transfer(message, now);
}

void MixerSessions::forget_sent(BoxId box) noexcept {
    if (BoxPeer* moved = peer(box)) moved->forget_sent();
}

void MixerSessions::ask_again(BoxId box, std::span<const std::uint16_t> numbers, Instant now) {
    if (BoxPeer* asked = peer(box)) asked->ask_again(numbers, now);
}

void MixerSessions::set_view(BoxId box, const MeetingView& view, Instant now) {
    if (box == no_box) return;
    BoxPeer& told = peer_made(box);
    told.set_view(view, now);
    deadlines_.set(number_of(box), told.next_deadline());
}

PressCount MixerSessions::counted(BoxId box) const noexcept {
    const BoxPeer* known = peer(box);
    return known == nullptr ? PressCount{} : known->counted();
}

void MixerSessions::recall(BoxId box, const PressCount& counted) {
    if (box != no_box) peer_made(box).recall(counted);
}

void MixerSessions::set_wall_time(WallTime wall, Instant now) {
    shared_.wall = wall;
    shared_.wall_at = now;
}

void MixerSessions::forget(BoxId box) {
    if (peer(box) == nullptr) return;
    peers_[number_of(box)].reset();
    deadlines_.set(number_of(box), never);
}

void MixerSessions::settle(BoxId box, std::optional<DatagramRefusal> why) {
    if (why) return refuse(*why);
    deadlines_.set(number_of(box), peers_[number_of(box)]->next_deadline());
}

BoxPeer* MixerSessions::peer(BoxId box) const noexcept {
    const std::size_t number = number_of(box);
    return number < peers_.size() ? peers_[number].get() : nullptr;
}

BoxPeer* MixerSessions::peer_of(std::uint32_t index_or_ssrc) const noexcept {
    return peer(box_of(index_or_ssrc));
}

BoxPeer& MixerSessions::peer_made(BoxId box) {
    const std::size_t number = number_of(box);
    if (number >= peers_.size()) peers_.resize(number + 1);
    if (!peers_[number]) peers_[number] = std::make_unique<BoxPeer>(box, shared_);
    return *peers_[number];
}

void MixerSessions::send(const Endpoint& to, Bytes datagram, Instant now) {
    shared_.traffic.sent(datagram.size(), now);
    shared_.sink.send(to, datagram);
}

bool MixerSessions::is_there(BoxId box) const noexcept {
    const BoxPeer* found = peer(box);
    return found != nullptr && found->is_there();
}

const BoxState* MixerSessions::state(BoxId box) const noexcept {
    const BoxPeer* found = peer(box);
    return found == nullptr ? nullptr : found->state();
}

std::optional<Endpoint> MixerSessions::endpoint(BoxId box) const noexcept {
    const BoxPeer* found = peer(box);
    if (found == nullptr || !found->has_session()) return std::nullopt;
    return found->endpoint();
}

std::optional<Instant> MixerSessions::last_heard(BoxId box) const noexcept {
    const BoxPeer* found = peer(box);
    if (found == nullptr || !found->has_session()) return std::nullopt;
    return found->last_heard();
}

LinkReport MixerSessions::link(BoxId box) const noexcept {
    const BoxPeer* found = peer(box);
    return found == nullptr ? LinkReport{} : found->link();
}

SessionFigures MixerSessions::figures(BoxId box, Instant now) const noexcept {
    const BoxPeer* found = peer(box);
    return found == nullptr ? SessionFigures{} : found->traffic().at(now);
}

SessionFigures MixerSessions::figures(Instant now) const noexcept {
    return shared_.traffic.at(now);
}

}  // namespace giaoban::net
