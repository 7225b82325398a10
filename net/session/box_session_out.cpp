// What a BoxSession sends, and when.
#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "config/vocab/ensure.h"
#include "net/session/box_session.h"
#include "net/wire/control_frame.h"

namespace giaoban::net {
namespace {

// A state takes 75 bytes beside a heartbeat. Told with each, they would bring a listener above 0.5 kbit/s;
// with every third heartbeat they take 0.05.
constexpr Seconds figures_pause{10};
// A mixing box that was not heard for two hours is away, not behind an outage.
constexpr Seconds impatience{7200};
// A first message takes 240 bytes with UDP and IP: each 5 s it is 0.38 kbit/s, as a listener has.
constexpr int patient_calls = 5;

}  // namespace

void BoxSession::hope_again(Instant now) noexcept { patient_from_ = now + impatience; }

void BoxSession::on_time(Instant now) {
    if (!network_) return;
    if (now >= patient_from_ && phase_ == SessionPhase::lost) live_.reset();
    if (live_) serve_live(now);
    if (candidate_) serve_candidate(now);
    if (now >= next_call_) call(now);
}

void BoxSession::serve_live(Instant now) {
    if (watch_.lost_from() <= now && phase_ == SessionPhase::joined) enter(SessionPhase::lost);
    if (watch_.calls_from() <= now && next_call_ == never) next_call_ = now;
    if (live_->media.next_report() <= now) send(live_->media.seal_report(now, room_), now);
    const bool heartbeat = live_->ours.next_deadline() <= now;
    if (heartbeat || watch_.next_ask(live_->ours.answer_time()) <= now) {
        send_frame(*live_, true, now);
    }
}

void BoxSession::serve_candidate(Instant now) {
    if (candidate_->ours.next_deadline() <= now) send_frame(*candidate_, true, now);
}

void BoxSession::call(Instant now) {
    ++figures_.handshakes_begun;
    last_call_ = now;
    const HandshakeDatagram initiation = handshake_.start(now);
    send(initiation.bytes(), now);
    next_call_ = now + handshake_.pause() * (now < patient_from_ ? 1 : patient_calls);
}

Instant BoxSession::next_deadline() const noexcept {
    if (!network_) return never;
    Instant next = next_call_;
    if (candidate_) next = std::min(next, candidate_->ours.next_deadline());
    if (!live_) return next;
    if (phase_ == SessionPhase::lost) next = std::min(next, patient_from_);
    next = std::min(next, live_->ours.next_deadline());
    next = std::min(next, live_->media.next_report());
    next = std::min(next, watch_.next_ask(live_->ours.answer_time()));
    if (next_call_ == never) next = std::min(next, watch_.calls_from());
    if (phase_ == SessionPhase::joined) next = std::min(next, watch_.lost_from());
    return next;
}

void BoxSession::network_is(bool up, Instant now) {
    if (up == network_) return;
    network_ = up;
    if (!up) return enter(SessionPhase::no_network);
    enter(live_ ? SessionPhase::lost : SessionPhase::connecting);
    hope_again(now);
    // Whether the old session still holds is asked, and a new one tried, in the same moment.
    next_call_ = now;
    if (live_) send_frame(*live_, true, now);
}

bool BoxSession::send_audio(std::uint32_t timestamp, Bytes opus, bool marker, Instant now) {
    const Bytes datagram =
        live_ && network_ ? live_->media.seal_audio(timestamp, opus, marker, now, room_) : Bytes{};
    if (datagram.empty()) {
        ++figures_.audio_not_sent;
        return false;
    }
    send(datagram, now);
    watch_.on_sent(false, now);
    ++figures_.audio_sent;
    return true;
}

void BoxSession::send_again(const AskedAgain& asked, SessionLine& line, Instant now) {
    std::array<std::uint16_t, 17 * decltype(asked.numbers)::capacity> numbers{};
    const std::size_t count = unpack_nack(asked.numbers.items(), numbers);
    for (const std::uint16_t number : std::span(numbers).first(count)) {
        const Bytes datagram = line.media.again(asked.source, number, now, line.on_its_way());
        if (datagram.empty()) continue;
        ++figures_.sent_again;
        send(datagram, now);
    }
}

void BoxSession::ask(std::uint32_t source, std::span<const std::uint16_t> numbers, Instant now) {
    const Bytes datagram = live_->media.seal_nack(source, numbers, room_);
    if (datagram.empty()) return;
    figures_.asked_again += numbers.size();
    send(datagram, now);
}

void BoxSession::ask_again(std::span<const std::uint16_t> numbers, Instant now) {
    if (live_ && network_) ask(live_->media.ssrc_in(), numbers, now);
}

void BoxSession::ask_history_again(std::span<const std::uint16_t> numbers, Instant now) {
    if (live_ && network_) ask(live_->media.ssrc_history(), numbers, now);
}

void BoxSession::set_catch_up(const std::optional<CatchUp>& wanted, Milliseconds behind,
                              Instant now) {
    figures_changed_ = figures_changed_ || state_.behind != behind;
    const bool begins_or_ends = (state_.behind > Milliseconds{0}) != (behind > Milliseconds{0});
    state_.behind = behind;
    if (state_.catch_up == wanted && !begins_or_ends) return;
    state_.catch_up = wanted;
    say_changes(now);
}

void BoxSession::press(Press press, Instant now) {
    auto& count =
        press == Press::short_press ? state_.presses.short_presses : state_.presses.long_presses;
    ++count;
    say_changes(now);
}

void BoxSession::set_sound(SoundHealth health, const SoundFigures& figures, Instant now) {
    figures_changed_ = figures_changed_ || state_.figures != figures;
    state_.figures = figures;
    if (state_.sound == health) return;
    state_.sound = health;
    say_changes(now);
}

void BoxSession::set_down(const DirectionReading& reading, bool at_once, Instant now) {
    figures_changed_ = figures_changed_ || state_.down != reading;
    state_.down = reading;
    if (at_once) say_changes(now);
}

void BoxSession::set_call_answered(std::uint32_t call, Instant now) {
    if (std::exchange(state_.call_answered, call) != call) say_changes(now);
}

void BoxSession::set_self_test(const SelfTestResult& result, Instant now) {
    if (std::exchange(state_.self_test, result) != result) say_changes(now);
}

void BoxSession::set_stay(const RoomStay& stay, Instant now) {
    if (std::exchange(state_.stay, stay) != stay) say_changes(now);
}

void BoxSession::set_doctor(const DoctorReport& report, Instant now) {
    if (report == state_.doctor) return;
    state_.doctor = report;
    if (report != DoctorReport{}) say_changes(now);
}

void BoxSession::set_update(const UpdateState& update, Instant now) {
    if (state_.update == update) return;
    UpdateState before = std::exchange(state_.update, update);
    before.pieces = update.pieces;
    if (before == update) {
        figures_changed_ = true;
    } else {
        say_changes(now);
    }
}

void BoxSession::send_transfer(Bytes message, Instant now) {
    if (!live_ || !network_) return;
    send(live_->control.seal(message, room_, KeyDatagram::transfer), now);
}

void BoxSession::say_changes(Instant now) {
    figures_changed_ = false;
    if (live_) live_->ours.changed(now);
    if (candidate_) candidate_->ours.changed(now);
    on_time(now);
}

void BoxSession::send_frame(SessionLine& line, bool ask, Instant now) {
    // Figures wait for a frame that goes out anyway.
    if (ask && figures_changed_ && now >= figures_told_ + figures_pause) {
        figures_changed_ = false;
        figures_told_ = now;
        line.ours.changed(now);
    }
    BoxFrame frame{{line.ours.version(), line.theirs.confirmed(), ask}, std::nullopt};
    const bool whole = line.ours.carries_state();
    if (whole) frame.state = state_for(line, now);
    FrameBuffer message;
    auto size = encode(frame, message);
    if (!size && whole) {
        // The meeting comes first; the mixing box says that it got no answer.
        frame.state->doctor = {};
        size = encode(frame, message);
    }
    ensure(size.has_value(), "a box's own state is within its bounds");
    send(line.control.seal(Bytes(message).first(*size), room_), now);
    line.ours.on_sent(now);
    line.theirs.on_sent();
    if (live_ && &line == &*live_) watch_.on_sent(ask || whole, now);
}

// Once a view has come on that line, the mixing box knows what this box was told: it has told it.
BoxState BoxSession::state_for(const SessionLine& line, Instant now) const {
    BoxState state = state_;
    if (line.theirs.confirmed() != 0 || !told_at_) return state;
    state.told_ago = std::chrono::ceil<Milliseconds>(now - *told_at_);
    if (view_.floor == FloorState::speaking && view_.floor_ends) {
        state.floor_left = std::chrono::floor<Milliseconds>(
            std::max<Duration>(*view_.floor_ends - *told_at_, Duration::zero()));
    }
    return state;
}

void BoxSession::send(Bytes datagram, Instant now) {
    if (datagram.empty()) return;
    ++figures_.sent.datagrams;
    figures_.sent.bytes += datagram.size() + ip_udp_bytes;
    sent_rate_.add(datagram.size() + ip_udp_bytes, now);
    sink_.send(datagram);
}

SessionPhase BoxSession::phase() const noexcept { return phase_; }
std::optional<RefusalReason> BoxSession::refusal() const noexcept { return refusal_; }
const MeetingView& BoxSession::view() const noexcept { return view_; }

}  // namespace giaoban::net
