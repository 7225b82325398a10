#include "net/session/box_session.h"

#include <algorithm>
#include <utility>

#include "net/rtp/demux.h"
#include "net/rtp/rtcp_packet.h"
#include "net/session/canonical_name.h"
#include "net/session/refusal_of.h"
#include "net/wire/control_frame.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

// Whatever a mixing box dislikes is mended by a person there; a card made anew is noticed within:
constexpr Seconds pause_after_refusal{5};
// A new session that stays silent so long is doubted, and another is tried beside it. Its first frame
// was said five times by then (StateTiming).
constexpr Seconds candidate_patience{5};
// Anybody can send a notice: it brings about one first message in a second at most, as calling does.
constexpr Seconds least_between_calls{1};

}  // namespace

BoxSession::BoxSession(BoxSessionSettings settings, RandomSource& random, BoxSessionSink& sink,
                       Instant now)
    : handshake_(std::move(settings.identity), random),
      random_(random),
      sink_(sink),
      canonical_name_(draw_canonical_name(random)),
      figures_told_(now - Seconds{60}),
      watch_(now),
      last_call_(now - least_between_calls),
      next_call_(now) {
    hope_again(now);
    // 0 stands for "nothing known".
    state_.presses.epoch = random.u64() | 1U;
    const std::string_view software = cut_to(settings.software, max_text_bytes);
    if (is_showable(software, max_text_bytes)) state_.software = software;
}

void BoxSession::on_datagram(MutableBytes datagram, Instant now) {
    switch (demultiplex(datagram)) {
        case DatagramKind::rtp: return on_audio(datagram, now);
        case DatagramKind::rtcp: return on_report(datagram, now);
        case DatagramKind::ours:
            if (kind_of(datagram) == KeyDatagram::control) return on_control(datagram, now);
            if (kind_of(datagram) == KeyDatagram::transfer) return on_transfer(datagram, now);
            if (kind_of(datagram) == KeyDatagram::no_session) return on_notice(datagram, now);
            return on_handshake(datagram, now);
        case DatagramKind::unknown: return refuse(DatagramRefusal::unknown_kind);
    }
}

void BoxSession::on_audio(MutableBytes datagram, Instant now) {
    if (datagram.size() < rtp_header_size) return refuse(DatagramRefusal::too_short);
    SessionLine* line = line_of_ssrc(rtp_ssrc(datagram));
    if (line == nullptr) return refuse(DatagramRefusal::no_such_session);
    const std::size_t size = datagram.size();
    if (rtp_ssrc(datagram) == line->media.ssrc_history()) {
        const auto packet = line->media.open_history(datagram);
        if (!packet) return refuse(packet.error());
        heard(*line, size, true, now);
        ++figures_.history_received;
        return sink_.history(*packet, now);
    }
    const auto packet = line->media.open_audio(datagram, now);
    if (!packet) return refuse(packet.error());
    heard(*line, size, true, now);
    ++figures_.audio_received;
    sink_.audio(*packet, now);
}

void BoxSession::on_report(MutableBytes datagram, Instant now) {
    if (datagram.size() < rtcp_clear_size) return refuse(DatagramRefusal::too_short);
    SessionLine* line = line_of_ssrc(rtcp_ssrc(datagram));
    if (line == nullptr) return refuse(DatagramRefusal::no_such_session);
    const std::size_t size = datagram.size();
    const auto opened = line->media.open_report(datagram, now);
    if (!opened) return refuse(opened.error());
    send_again(*opened, *line, now);
    heard(*line, size, false, now);
}

void BoxSession::on_control(MutableBytes datagram, Instant now) {
    const auto index = index_of(datagram);
    if (!index) return refuse(DatagramRefusal::too_short);
    SessionLine* line = line_of_index(*index);
    if (line == nullptr) return refuse(DatagramRefusal::no_such_session);
    const std::size_t size = datagram.size();
    const auto message = line->control.open(datagram);
    if (!message) return refuse(refusal_of(message.error()));
    heard(*line, size, false, now);
    // Whoever answers on the control channel has pinned this box's key.
    if (handshake_.holds_enrolment()) {
        handshake_.forget_enrolment();
        sink_.enrolled();
    }
    // What was heard first on the new line has made it the live one.
    on_frame(*live_, *message, now);
}

void BoxSession::on_transfer(MutableBytes datagram, Instant now) {
    SessionLine* line = line_of_index(index_of(datagram).value_or(0));
    if (line == nullptr) return refuse(DatagramRefusal::no_such_session);
    const std::size_t size = datagram.size();
    const auto message = line->control.open(datagram, KeyDatagram::transfer);
    if (!message) return refuse(refusal_of(message.error()));
    heard(*line, size, false, now);
    sink_.transfer(*message, now);
}

void BoxSession::on_frame(SessionLine& line, Bytes message, Instant now) {
    const auto frame = decode_meeting_frame(message, now);
    if (!frame) return refuse(DatagramRefusal::malformed);
    if (frame->mixer_time) {
        mixer_time_ = frame->mixer_time;
        mixer_time_at_ = now;
    }
    line.ours.on_confirmed(frame->header.confirmed, now);
    const bool news = line.theirs.on_frame(frame->header.version, frame->view.has_value(),
                                           frame->header.answer_wanted);
    if (news) on_view(*frame->view, now);
    if (line.theirs.confirmed() != 0) told_at_ = now;
    if (line.theirs.answer_owed()) send_frame(line, false, now);
}

void BoxSession::on_view(const MeetingView& view, Instant now) {
    if (view.counted.epoch == state_.presses.epoch) state_.counted = view.counted;
    state_.floor_seen = view.floor;
    state_.place_seen = view.place;
    state_.reply_seen = view.reply;
    watch_.set_speaking(view.floor == FloorState::speaking, now);
    if (view == view_) return;
    view_ = view;
    sink_.view_changed(view_);
}

void BoxSession::heard(SessionLine& line, std::size_t bytes, bool sound, Instant now) {
    ++figures_.received.datagrams;
    figures_.received.bytes += bytes + ip_udp_bytes;
    received_rate_.add(bytes + ip_udp_bytes, now);
    watch_.on_heard(sound, now);
    hope_again(now);
    if (line.theirs.confirmed() != 0) told_at_ = now;
    if (candidate_ && &line == &*candidate_) return take_up_candidate(now);
    // The old session is alive after all: no need for another, unless one is agreed already, since the
    // mixing box may have gone over to it.
    if (!candidate_) {
        handshake_.abandon();
        next_call_ = never;
    }
    enter(SessionPhase::joined);
}

void BoxSession::on_handshake(Bytes datagram, Instant now) {
    auto outcome = handshake_.on_datagram(datagram, now);
    switch (outcome.progress) {
        case CallProgress::ignored: return refuse(DatagramRefusal::handshake);
        case CallProgress::cookie: return;
        case CallProgress::refused: return turned_away(*outcome.refusal, now);
        case CallProgress::agreed: return agreed(*outcome.keys, now);
    }
}

void BoxSession::on_notice(Bytes datagram, Instant now) {
    if (datagram.size() != notice_size) return refuse(DatagramRefusal::malformed);
    // While a new session is tried, the old one may rightly be nobody's.
    const SessionLine* line = candidate_ ? &*candidate_ : live_ ? &*live_ : nullptr;
    if (line == nullptr || index_of(datagram) != line->remote_index) {
        return refuse(DatagramRefusal::no_such_session);
    }
    // A true one answers an asking. A forged one that comes with it is overtaken: the mixing box answers
    // the asking before the first message that was sent later, and that ends the call.
    const bool asked = candidate_ || watch_.unanswered();
    if (!asked || !network_ || phase_ == SessionPhase::refused) {
        return refuse(DatagramRefusal::handshake);
    }
    next_call_ = std::min(next_call_, std::max<Instant>(now, last_call_ + least_between_calls));
    on_time(now);
}

void BoxSession::agreed(const SessionKeys& keys, Instant now) {
    candidate_.emplace(keys, ControlCipher(keys), SessionEnd::box, canonical_name_, StateTiming{},
                       random_, now);
    next_call_ = now + candidate_patience;
    send_frame(*candidate_, true, now);
}

void BoxSession::turned_away(RefusalReason why, Instant now) {
    // Its count of attempts has been set right by the refusal: the next one is as good as any.
    if (why == RefusalReason::stale_attempt) return;
    next_call_ = now + pause_after_refusal;
    enter(SessionPhase::refused, why);
}

void BoxSession::take_up_candidate(Instant now) {
    live_.emplace(std::move(*candidate_));
    candidate_.reset();
    handshake_.abandon();
    next_call_ = never;
    watch_ = LinkWatch(now);
    watch_.set_speaking(view_.floor == FloorState::speaking, now);
    ++figures_.sessions;
    enter(SessionPhase::joined);
}

void BoxSession::enter(SessionPhase phase, std::optional<RefusalReason> why) {
    if (!network_ && phase != SessionPhase::no_network) return;
    if (phase == phase_ && why == refusal_) return;
    phase_ = phase;
    refusal_ = why;
    sink_.phase_changed(phase, why);
}

SessionLine* BoxSession::line_of_index(std::uint32_t index) noexcept {
    if (live_ && live_->index == index) return &*live_;
    if (candidate_ && candidate_->index == index) return &*candidate_;
    return nullptr;
}

SessionLine* BoxSession::line_of_ssrc(std::uint32_t ssrc) noexcept {
    for (std::optional<SessionLine>* line : {&live_, &candidate_}) {
        if (!*line) continue;
        const MediaChannel& media = (*line)->media;
        if (media.ssrc_in() == ssrc || media.ssrc_history() == ssrc) return &**line;
    }
    return nullptr;
}

void BoxSession::refuse(DatagramRefusal why) noexcept {
    ++figures_.refused[static_cast<std::size_t>(why)];
}

std::optional<WallTime> BoxSession::mixer_time(Instant now) const noexcept {
    if (!mixer_time_) return std::nullopt;
    return *mixer_time_ + std::chrono::duration_cast<WallTime::duration>(now - mixer_time_at_);
}

LinkReport BoxSession::link() const noexcept { return live_ ? live_->link() : LinkReport{}; }

SessionFigures BoxSession::figures(Instant now) const noexcept {
    SessionFigures figures = figures_;
    figures.sent.bits_per_second = sent_rate_.bits_per_second(now);
    figures.received.bits_per_second = received_rate_.bits_per_second(now);
    return figures;
}

std::uint32_t BoxSession::presses_on_their_way() const noexcept {
    return state_.presses.short_presses - state_.counted.short_presses +
           (state_.presses.long_presses - state_.counted.long_presses);
}

}  // namespace giaoban::net
