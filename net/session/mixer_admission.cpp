// How a MixerSessions lets boxes in: from a first message to a session.
#include <algorithm>
#include <array>

#include "net/session/mixer_sessions.h"

namespace giaoban::net {
namespace {

// A source as bytes that are the same every time: what a cookie is made from.
std::array<std::byte, 19> bytes_of(const Endpoint& from) noexcept {
    std::array<std::byte, 19> bytes{};
    std::ranges::transform(from.v6_address(), bytes.begin(),
                           [](std::uint8_t octet) { return std::byte{octet}; });
    store_u16(MutableBytes(bytes).subspan(16), from.port());
    bytes[18] = std::byte{from.is_v4()};
    return bytes;
}

DatagramRefusal refusal_of(InitiationTrouble trouble) noexcept {
    return trouble == InitiationTrouble::wants_cookie ? DatagramRefusal::flooded
                                                      : DatagramRefusal::handshake;
}

}  // namespace

void MixerSessions::on_initiation(const Endpoint& from, Bytes datagram, Instant now) {
    const auto source = bytes_of(from);
    const auto reading = handshake_.read(datagram, source, now);
    if (reading.trouble) refuse(refusal_of(*reading.trouble));
    if (reading.answer) send(from, reading.answer->bytes(), now);
    if (reading.opened) decide(from, *reading.opened, now);
}

void MixerSessions::decide(const Endpoint& from, const OpenedInitiation& opened, Instant now) {
    const auto owner = registry_.owner_of(opened.box());
    const auto card = registry_.find(opened.card());
    const bool pinned_elsewhere = owner && (!card || *owner != card->box);
    const auto admission = judge(opened.box(), card ? &card->record : nullptr, pinned_elsewhere);
    if (!admission) return turn_away(from, opened, admission.error(), now);
    if (!has_room_for(card->box, now)) return turn_away(from, opened, RefusalReason::full, now);
    ++shared_.traffic.numbers().handshakes_begun;
    auto accepted = handshake_.accept(opened, admission->enrolment, draw_terms(card->box));
    pending_.hold(std::move(accepted.session), now);
    send(from, accepted.answer.bytes(), now);
    // After the answer: whoever can read that one is no longer asking when this arrives.
    if (admission->was_replaced) turn_away(from, opened, RefusalReason::card_replaced, now);
}

void MixerSessions::turn_away(const Endpoint& from, const OpenedInitiation& opened,
                              RefusalReason why, Instant now) {
    refuse(DatagramRefusal::handshake);
    send(from, handshake_.refuse(opened, why).bytes(), now);
    shared_.sink.refused(opened.card().text(), why, from);
}

void MixerSessions::confirm(const Endpoint& from, MutableBytes datagram, Instant now) {
    const std::size_t size = datagram.size();
    auto session = pending_.confirm(datagram, now);
    if (!session) {
        if (session.error() == ControlRefusal::forged) return refuse(DatagramRefusal::forged);
        // What is nobody's index here may be a session of before a restart.
        if (session.error() == ControlRefusal::other_session) say_no_session(from, datagram, now);
        return refuse(DatagramRefusal::no_such_session);
    }
    // The roster may have changed since the answer was written, and so may the room.
    const auto card = registry_.find(session->card);
    const bool first_contact = card && !card->record.pinned && session->first_contact;
    const bool known = card && card->record.pinned == session->box;
    if ((!first_contact && !known) || !has_room_for(card->box, now))
        return refuse(DatagramRefusal::handshake);
    if (first_contact && !registry_.pin(session->card, session->box)) {
        return refuse(DatagramRefusal::handshake);
    }
    make_room_for(card->box, now);
    BoxPeer& box = peer_made(card->box);
    box.begin(session->keys, std::move(session->control), session->message, size, from, now);
    deadlines_.set(number_of(card->box), box.next_deadline());
}

void MixerSessions::say_no_session(const Endpoint& to, Bytes datagram, Instant now) {
    // Shorter than what it answers, or it could be used to flood a third.
    if (datagram.size() < control_overhead || !notices_.take(now)) return;
    std::array<std::byte, notice_size> notice{};
    write_header(notice, KeyDatagram::no_session, load_u32(datagram.subspan(index_at)));
    send(to, notice, now);
}

std::size_t MixerSessions::places_taken() const noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        peers_, [](const auto& other) { return other != nullptr && other->has_session(); }));
}

bool MixerSessions::has_room_for(BoxId box, Instant now) const noexcept {
    const BoxPeer* known = peer(box);
    if (known != nullptr && known->has_session()) return true;
    return places_taken() < most_boxes_ || longest_away(now) != no_box;
}

BoxId MixerSessions::longest_away(Instant now) const noexcept {
    BoxId longest = no_box;
    Instant heard = now - place_kept;
    for (std::size_t number = 0; number < peers_.size(); ++number) {
        const BoxPeer* other = peers_[number].get();
        if (other == nullptr || !other->has_session() || other->is_there()) continue;
        if (other->last_heard() > heard) continue;
        heard = other->last_heard();
        longest = BoxId{static_cast<std::uint16_t>(number)};
    }
    return longest;
}

void MixerSessions::make_room_for(BoxId box, Instant now) {
    const BoxPeer* known = peer(box);
    if (known != nullptr && known->has_session()) return;
    if (places_taken() >= most_boxes_) forget(longest_away(now));
}

ResponderHandshake::Terms MixerSessions::draw_terms(BoxId box) noexcept {
    ++salt_;
    const std::uint32_t mine = std::uint32_t{salt_} << 16U | number_of(box);
    ResponderHandshake::Terms terms;
    terms.profile = profile_;
    terms.local_index = mine;
    terms.uplink_ssrc = mine;
    // Found by a box that has at most two: any number but the other direction's.
    terms.downlink_ssrc = ~mine;
    return terms;
}

}  // namespace giaoban::net
