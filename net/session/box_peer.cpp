#include "net/session/box_peer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/vocab/ensure.h"
#include "net/rtp/rtcp_packet.h"
#include "net/session/refusal_of.h"
#include "net/wire/control_frame.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

// The box asks for each heartbeat, and is answered.
StateTiming mixer_timing() noexcept {
    StateTiming timing;
    timing.heartbeat = Duration::max();
    return timing;
}

}  // namespace

void BoxPeer::begin(const SessionKeys& keys, ControlCipher control, Bytes message,
                    std::size_t datagram, const Endpoint& from, Instant now) {
    if (live_) {
        previous_.emplace(std::move(*live_));
        previous_until_ = now + hand_over;
    }
    // Its numbers were those of the session before; the box asks anew.
    view_.history.reset();
    live_.emplace(keys, std::move(control), SessionEnd::mixer, shared_.canonical_name,
                  mixer_timing(), shared_.random, now);
    ++traffic_.numbers().sessions;
    ++shared_.traffic.numbers().sessions;
    if (!on_frame(message, now)) shared_.traffic.refused(DatagramRefusal::malformed);
    const bool was_there = there_;
    heard(datagram, from, now);
    if (was_there) shared_.sink.state_changed(box_, now);
    if (state_) on_state(*state_, now);
    if (live_->theirs.answer_owed()) send_frame(now);
}

std::optional<DatagramRefusal> BoxPeer::on_control(MutableBytes datagram, const Endpoint& from,
                                                   Instant now) {
    if (!live_) return DatagramRefusal::no_such_session;
    const std::size_t size = datagram.size();
    const auto message = live_->control.open(datagram);
    if (!message) return refusal_of(message.error());
    const std::uint32_t known = live_->theirs.confirmed();
    const bool sound = on_frame(*message, now);
    heard(size, from, now);
    if (!sound) return DatagramRefusal::malformed;
    if (live_->theirs.confirmed() != known) {
        on_state(*state_, now);
        shared_.sink.state_changed(box_, now);
    }
    if (live_->theirs.answer_owed()) send_frame(now);
    return std::nullopt;
}

std::optional<DatagramRefusal> BoxPeer::on_transfer(MutableBytes datagram, const Endpoint& from,
                                                    Instant now) {
    if (!live_) return DatagramRefusal::no_such_session;
    const std::size_t size = datagram.size();
    const auto message = live_->control.open(datagram, KeyDatagram::transfer);
    if (!message) return refusal_of(message.error());
    heard(size, from, now);
    shared_.sink.transfer(box_, *message, now);
    return std::nullopt;
}

bool BoxPeer::on_frame(Bytes message, Instant now) {
    auto frame = decode_box_frame(message);
    if (!frame) return false;
    live_->ours.on_confirmed(frame->header.confirmed, now);
    if (live_->theirs.on_frame(frame->header.version, frame->state.has_value(),
                               frame->header.answer_wanted)) {
        state_ = std::move(*frame->state);
    }
    return true;
}

void BoxPeer::on_state(const BoxState& state, Instant now) {
    const PressCount before = ledger_.counted();
    const auto news = ledger_.on_state(state.presses, state.counted);
    if (ledger_.counted() != before) live_->ours.changed(now);
    view_.counted = ledger_.counted();
    if (news.any()) shared_.sink.presses(box_, news.short_presses, news.long_presses, now);
}

std::optional<DatagramRefusal> BoxPeer::on_audio(MutableBytes datagram, const Endpoint& from,
                                                 Instant now) {
    SessionLine* line = line_of_ssrc(rtp_ssrc(datagram));
    if (line == nullptr) return DatagramRefusal::no_such_session;
    const std::size_t size = datagram.size();
    const auto packet = line->media.open_audio(datagram, now);
    if (!packet) return packet.error();
    // The box may have moved since it last used the old session.
    heard(size, line == &*live_ ? from : endpoint_, now);
    ++traffic_.numbers().audio_received;
    ++shared_.traffic.numbers().audio_received;
    shared_.sink.audio(box_, *packet, now);
    return std::nullopt;
}

std::optional<DatagramRefusal> BoxPeer::on_report(MutableBytes datagram, const Endpoint& from,
                                                  Instant now) {
    if (!live_ || live_->media.ssrc_in() != rtcp_ssrc(datagram)) {
        return DatagramRefusal::no_such_session;
    }
    const std::size_t size = datagram.size();
    const auto opened = live_->media.open_report(datagram, now);
    if (!opened) return opened.error();
    heard(size, from, now);
    send_again(*opened, now);
    return std::nullopt;
}

void BoxPeer::forget_sent() noexcept {
    if (live_) live_->media.forget_sent();
    if (previous_) previous_->media.forget_sent();
}

void BoxPeer::send_again(const AskedAgain& asked, Instant now) {
    std::array<std::uint16_t, 17 * decltype(asked.numbers)::capacity> numbers{};
    const std::size_t count = unpack_nack(asked.numbers.items(), numbers);
    for (const std::uint16_t number : std::span(numbers).first(count)) {
        const Bytes datagram = live_->media.again(asked.source, number, now, live_->on_its_way());
        if (datagram.empty()) continue;
        ++traffic_.numbers().sent_again;
        ++shared_.traffic.numbers().sent_again;
        send(datagram, now);
    }
}

void BoxPeer::ask_again(std::span<const std::uint16_t> numbers, Instant now) {
    if (!may_be_sent_to(now)) return;
    const Bytes datagram = live_->media.seal_nack(live_->media.ssrc_in(), numbers, shared_.room);
    if (datagram.empty()) return;
    traffic_.numbers().asked_again += numbers.size();
    shared_.traffic.numbers().asked_again += numbers.size();
    send(datagram, now);
}

void BoxPeer::heard(std::size_t datagram, const Endpoint& from, Instant now) {
    traffic_.received(datagram, now);
    shared_.traffic.received(datagram, now);
    last_heard_ = now;
    consent_over_ = false;
    endpoint_ = from;
    if (there_) return;
    there_ = true;
    if (std::exchange(ever_there_, true)) {
        shared_.sink.returned(box_, now);
    } else {
        shared_.sink.joined(box_, now);
    }
}

bool BoxPeer::send_audio(std::uint32_t timestamp, Bytes opus, bool marker, Instant now) {
    const Bytes datagram = may_be_sent_to(now)
                               ? live_->media.seal_audio(timestamp, opus, marker, now, shared_.room)
                               : Bytes{};
    if (datagram.empty()) {
        ++traffic_.numbers().audio_not_sent;
        ++shared_.traffic.numbers().audio_not_sent;
        return false;
    }
    ++traffic_.numbers().audio_sent;
    ++shared_.traffic.numbers().audio_sent;
    send(datagram, now);
    return true;
}

std::optional<std::uint16_t> BoxPeer::send_history(std::uint32_t timestamp, Bytes opus,
                                                   Instant now) {
    if (!may_be_sent_to(now)) return std::nullopt;
    const auto sealed = live_->media.seal_history(timestamp, opus, shared_.room);
    if (sealed.datagram.empty()) return std::nullopt;
    ++traffic_.numbers().history_sent;
    ++shared_.traffic.numbers().history_sent;
    send(sealed.datagram, now);
    return sealed.number;
}

std::optional<std::uint16_t> BoxPeer::next_history_number() const noexcept {
    if (!live_) return std::nullopt;
    return live_->media.next_history_number();
}

void BoxPeer::set_history(const std::optional<HistoryAnswer>& answer, Instant now) {
    if (view_.history == answer) return;
    view_.history = answer;
    if (live_) live_->ours.changed(now);
}

void BoxPeer::set_update(const UpdateOffer& offer, Instant now) {
    if (view_.update == offer) return;
    view_.update = offer;
    if (live_) live_->ours.changed(now);
}

bool BoxPeer::send_transfer(Bytes message, Instant now) {
    if (!may_be_sent_to(now)) return false;
    send(live_->control.seal(message, shared_.room, KeyDatagram::transfer), now);
    return true;
}

void BoxPeer::set_view(const MeetingView& view, Instant now) {
    MeetingView told = view;
    std::erase_if(told.speakers,
                  [](const std::string& name) { return !is_showable(name, max_name_bytes); });
    if (told.speakers.size() > max_speakers_named) told.speakers.resize(max_speakers_named);
    told.counted = ledger_.counted();
    told.history = view_.history;
    told.update = view_.update;
    const bool speaks = told.floor == FloorState::speaking;
    if (speaks && !speaking_) speaking_since_ = now;
    speaking_ = speaks;
    if (told == view_) return;
    view_ = std::move(told);
    if (live_) live_->ours.changed(now);
}

void BoxPeer::on_time(Instant now) {
    if (now >= previous_until_) {
        previous_.reset();
        previous_until_ = never;
    }
    if (now >= lost_at()) {
        there_ = false;
        shared_.sink.lost(box_, now);
    }
    // What was due is not sent any more, however late this was called, and is not due again.
    consent_over_ = !may_be_sent_to(now);
    if (consent_over_) return;
    if (live_->media.next_report() <= now) send(live_->media.seal_report(now, shared_.room), now);
    if (live_->ours.next_deadline() <= now) send_frame(now);
}

Instant BoxPeer::next_deadline() const noexcept {
    Instant next = std::min(previous_until_, lost_at());
    if (!live_ || consent_over_) return next;
    const Instant send = std::min(live_->media.next_report(), live_->ours.next_deadline());
    return send < last_heard_ + consent ? std::min(next, send) : next;
}

Instant BoxPeer::lost_at() const noexcept {
    if (!there_) return never;
    if (!speaking_) return last_heard_ + idle_silence;
    return std::min<Instant>(std::max(last_heard_, speaking_since_) + talker_silence,
                             last_heard_ + idle_silence);
}

bool BoxPeer::may_be_sent_to(Instant now) const noexcept {
    return live_.has_value() && now < last_heard_ + consent;
}

void BoxPeer::send_frame(Instant now) {
    MeetingFrame frame{{live_->ours.version(), live_->theirs.confirmed(), false}, {}, {}};
    if (live_->ours.carries_state()) frame.view = view_;
    if (shared_.wall) {
        frame.mixer_time =
            *shared_.wall + std::chrono::duration_cast<WallTime::duration>(now - shared_.wall_at);
    }
    FrameBuffer message;
    const auto size = encode(frame, now, message);
    ensure(size.has_value(), "a view that set_view() took is within its bounds");
    send(live_->control.seal(Bytes(message).first(*size), shared_.room), now);
    live_->ours.on_sent(now);
    live_->theirs.on_sent();
}

void BoxPeer::send(Bytes datagram, Instant now) {
    if (datagram.empty()) return;
    traffic_.sent(datagram.size(), now);
    shared_.traffic.sent(datagram.size(), now);
    shared_.sink.send(endpoint_, datagram);
}

SessionLine* BoxPeer::line_of_ssrc(std::uint32_t ssrc) noexcept {
    if (live_ && live_->media.ssrc_in() == ssrc) return &*live_;
    if (previous_ && previous_->media.ssrc_in() == ssrc) return &*previous_;
    return nullptr;
}

bool BoxPeer::has_index(std::uint32_t index) const noexcept {
    return live_.has_value() && live_->index == index;
}

LinkReport BoxPeer::link() const noexcept { return live_ ? live_->link() : LinkReport{}; }

}  // namespace giaoban::net
