#include "net/wire/proto_parts.h"

#include "net/wire/text_rules.h"

namespace giaoban::net {

wire::Policy to_proto(FloorPolicy policy) noexcept {
    switch (policy) {
        case FloorPolicy::queue: return wire::POLICY_QUEUE;
        case FloorPolicy::open: return wire::POLICY_OPEN;
        case FloorPolicy::chair: return wire::POLICY_CHAIR;
    }
    return wire::POLICY_QUEUE;
}

wire::Floor to_proto(FloorState floor) noexcept {
    switch (floor) {
        case FloorState::idle: return wire::FLOOR_IDLE;
        case FloorState::waiting: return wire::FLOOR_WAITING;
        case FloorState::speaking: return wire::FLOOR_SPEAKING;
        case FloorState::muted: return wire::FLOOR_MUTED;
    }
    return wire::FLOOR_IDLE;
}

wire::Sound to_proto(SoundHealth sound) noexcept {
    switch (sound) {
        case SoundHealth::unknown: return wire::SOUND_UNKNOWN;
        case SoundHealth::well: return wire::SOUND_WELL;
        case SoundHealth::no_card: return wire::SOUND_NO_CARD;
        case SoundHealth::failing: return wire::SOUND_FAILING;
    }
    return wire::SOUND_UNKNOWN;
}

wire::Role to_proto(Role role) noexcept {
    return role == Role::chair ? wire::ROLE_CHAIR : wire::ROLE_MEMBER;
}

FloorPolicy from_proto(wire::Policy policy) noexcept {
    if (policy == wire::POLICY_OPEN) return FloorPolicy::open;
    return policy == wire::POLICY_CHAIR ? FloorPolicy::chair : FloorPolicy::queue;
}

FloorState from_proto(wire::Floor floor) noexcept {
    if (floor == wire::FLOOR_WAITING) return FloorState::waiting;
    if (floor == wire::FLOOR_SPEAKING) return FloorState::speaking;
    return floor == wire::FLOOR_MUTED ? FloorState::muted : FloorState::idle;
}

SoundHealth from_proto(wire::Sound sound) noexcept {
    if (sound == wire::SOUND_WELL) return SoundHealth::well;
    if (sound == wire::SOUND_NO_CARD) return SoundHealth::no_card;
    return sound == wire::SOUND_FAILING ? SoundHealth::failing : SoundHealth::unknown;
}

Role from_proto(wire::Role role) noexcept {
    return role == wire::ROLE_CHAIR ? Role::chair : Role::member;
}

void to_proto(const PressCount& presses, wire::PressCount& to) {
    to.set_epoch(presses.epoch);
    to.set_short_presses(presses.short_presses);
    to.set_long_presses(presses.long_presses);
}

PressCount from_proto(const wire::PressCount& presses) noexcept {
    return {presses.epoch(), presses.short_presses(), presses.long_presses()};
}

void to_proto(const SelfTestResult& result, wire::SelfTest& to) {
    to.set_number(result.number);
    to.set_state(static_cast<wire::SelfTest::State>(result.state));
    to.set_trouble(static_cast<std::uint32_t>(result.trouble));
}

// A trouble that is not known is still one: no answer that can be understood.
SelfTestResult from_proto(const wire::SelfTest& result) noexcept {
    const bool known = result.trouble() <= static_cast<std::uint32_t>(SelfTestTrouble::no_answer);
    return {.number = result.number(),
            .state = wire::SelfTest::State_IsValid(result.state()) ? SelfTestState(result.state())
                                                                   : SelfTestState::none,
            .trouble = known ? SelfTestTrouble(result.trouble()) : SelfTestTrouble::no_answer};
}

void to_proto(const RoomStay& stay, wire::RoomStay& to) {
    to.set_room(number_of(stay.room));
    to.set_visit(stay.visit);
    if (stay.from) to.set_from(*stay.from);
}

RoomStay from_proto(const wire::RoomStay& stay) noexcept {
    RoomStay out{.room = RoomId{stay.room()}, .visit = stay.visit(), .from = std::nullopt};
    if (stay.has_from()) out.from = stay.from();
    return out;
}

std::optional<WireFault> to_proto(const MeetingView& view, Instant now, wire::MeetingView& to) {
    if (view.speakers.size() > max_speakers_named) return WireFault::out_of_range;
    to.set_policy(to_proto(view.policy));
    to.set_role(to_proto(view.role));
    to.set_floor(to_proto(view.floor));
    to.set_place(view.place);
    if (view.floor_ends) {
        to.set_limited(true);
        to.set_time_left_ms(ticks_of(std::chrono::ceil<Milliseconds>(*view.floor_ends - now)));
    }
    to.set_warned(view.warned);
    for (const std::string& name : view.speakers) {
        if (!is_showable(name, max_name_bytes)) return WireFault::bad_text;
        to.add_speakers(name);
    }
    to.set_speaking(view.speaking);
    to.set_connected(view.connected);
    to.set_enrolled(view.enrolled);
    to.set_chair_present(view.chair_present);
    to.set_queue_length(view.queue_length);
    to.set_uplink_rung(view.uplink_rung);
    to.set_downlink_rung(view.downlink_rung);
    to.set_reply(view.reply);
    to.set_held(view.held);
    to.set_call(view.call);
    to.set_self_test(view.self_test);
    to.set_doctor(view.doctor);
    if (!is_showable(view.stay.title, max_text_bytes)) return WireFault::bad_text;
    if (view.stay != RoomView{}) {
        wire::RoomView& stay = *to.mutable_stay();
        stay.set_room(number_of(view.stay.room));
        stay.set_visit(view.stay.visit);
        stay.set_title(view.stay.title);
        stay.set_recording(view.stay.recording);
        if (view.stay.from) stay.set_from(*view.stay.from);
    }
    if (view.counted != PressCount{}) to_proto(view.counted, *to.mutable_counted());
    if (view.history) {
        wire::History& history = *to.mutable_history();
        history.set_from(view.history->from);
        history.set_until(view.history->until);
        history.set_first(view.history->first);
        history.set_count(view.history->count);
        history.set_asked(view.history->asked);
    }
    if (!view.update.release.empty()) return to_proto(view.update, *to.mutable_update());
    return std::nullopt;
}

Expected<MeetingView, WireFault> from_proto(const wire::MeetingView& view, Instant now) {
    const auto place = narrow<std::uint16_t>(view.place());
    const auto speaking = narrow<std::uint16_t>(view.speaking());
    const auto connected = narrow<std::uint16_t>(view.connected());
    const auto enrolled = narrow<std::uint16_t>(view.enrolled());
    const auto queue_length = narrow<std::uint16_t>(view.queue_length());
    const auto uplink_rung = narrow<std::uint8_t>(view.uplink_rung());
    const auto downlink_rung = narrow<std::uint8_t>(view.downlink_rung());
    const auto first = narrow<std::uint16_t>(view.history().first());
    const auto count = narrow<std::uint16_t>(view.history().count());
    if (!place || !speaking || !connected || !enrolled || !queue_length || !uplink_rung ||
        !downlink_rung || !first || !count ||
        static_cast<std::size_t>(view.speakers_size()) > max_speakers_named) {
        return Unexpected(WireFault::out_of_range);
    }
    MeetingView out;
    out.policy = from_proto(view.policy());
    out.role = from_proto(view.role());
    out.floor = from_proto(view.floor());
    out.place = *place;
    if (view.limited()) out.floor_ends = now + Milliseconds{view.time_left_ms()};
    out.warned = view.warned();
    for (const std::string& name : view.speakers()) {
        if (!is_showable(name, max_name_bytes)) return Unexpected(WireFault::bad_text);
        out.speakers.push_back(name);
    }
    out.speaking = *speaking;
    out.connected = *connected;
    out.enrolled = *enrolled;
    out.chair_present = view.chair_present();
    out.queue_length = *queue_length;
    out.uplink_rung = *uplink_rung;
    out.downlink_rung = *downlink_rung;
    out.reply = view.reply();
    out.held = view.held();
    out.call = view.call();
    out.self_test = view.self_test();
    out.doctor = view.doctor();
    if (!is_showable(view.stay().title(), max_text_bytes)) return Unexpected(WireFault::bad_text);
    out.stay = {.room = RoomId{view.stay().room()},
                .visit = view.stay().visit(),
                .title = view.stay().title(),
                .recording = view.stay().recording(),
                .from = std::nullopt};
    if (view.stay().has_from()) out.stay.from = view.stay().from();
    out.counted = from_proto(view.counted());
    if (view.has_history()) {
        const wire::History& history = view.history();
        out.history = HistoryAnswer{.asked = history.asked(),
                                    .from = history.from(),
                                    .until = history.until(),
                                    .first = *first,
                                    .count = *count};
    }
    if (view.has_update()) {
        auto update = from_proto(view.update());
        if (!update) return Unexpected(update.error());
        out.update = std::move(*update);
    }
    return out;
}

void to_proto(const TrafficFigures& figures, wire::TrafficFigures& to) {
    to.set_lost_permille(figures.lost_permille);
    to.set_late_permille(figures.late_permille);
    to.set_concealed_permille(figures.concealed_permille);
    to.set_jitter_us(ticks_of(figures.jitter));
    to.set_bits_per_second(figures.bits_per_second);
    to.set_packets(figures.packets);
}

std::optional<TrafficFigures> from_proto(const wire::TrafficFigures& figures) noexcept {
    const auto lost = narrow<std::uint16_t>(figures.lost_permille());
    const auto late = narrow<std::uint16_t>(figures.late_permille());
    const auto concealed = narrow<std::uint16_t>(figures.concealed_permille());
    if (!lost || !late || !concealed) return std::nullopt;
    return TrafficFigures{*lost,
                          *late,
                          *concealed,
                          Microseconds{figures.jitter_us()},
                          figures.bits_per_second(),
                          figures.packets()};
}

}  // namespace giaoban::net
