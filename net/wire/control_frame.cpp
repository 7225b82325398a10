#include "net/wire/control_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "net/wire/doctor_proto.h"
#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

// A minute of queue is more than any link has.
constexpr std::int64_t most_ms = 60'000;

std::int64_t bounded_ms(Duration length) noexcept {
    return std::clamp<std::int64_t>(length / Milliseconds{1}, -most_ms, most_ms);
}

void to_proto(const DirectionReading& down, wire::BoxState& to) {
    if (!down.live) return;
    to.set_down_live(true);
    to.set_down_queue_ms(
        static_cast<std::uint32_t>(std::max<std::int64_t>(bounded_ms(down.queue), 0)));
    to.set_down_growth_ms_s(static_cast<std::int32_t>(bounded_ms(down.growth)));
    to.set_down_bps(static_cast<std::uint32_t>(std::max(down.rate_bps, 0)));
    to.set_down_lost_permille(
        static_cast<std::uint32_t>(std::lround(std::clamp(down.loss, 0.0, 1.0) * 1000)));
}

std::optional<DirectionReading> down_from_proto(const wire::BoxState& state) noexcept {
    const bool believable =
        state.down_queue_ms() <= most_ms && state.down_growth_ms_s() <= most_ms &&
        state.down_growth_ms_s() >= -most_ms && state.down_lost_permille() <= 1000 &&
        state.down_bps() <= static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max());
    if (!believable) return std::nullopt;
    // Without sound of late the rest says nothing, and is not written.
    if (!state.down_live()) return DirectionReading{};
    return DirectionReading{.live = true,
                            .loss = state.down_lost_permille() / 1000.0,
                            .queue = Milliseconds{state.down_queue_ms()},
                            .growth = Milliseconds{state.down_growth_ms_s()},
                            .rate_bps = static_cast<int>(state.down_bps())};
}

std::optional<WireFault> to_proto(const BoxState& state, wire::BoxState& to) {
    if (!is_showable(state.software, max_text_bytes)) return WireFault::bad_text;
    net::to_proto(state.presses, *to.mutable_presses());
    if (state.counted != PressCount{}) net::to_proto(state.counted, *to.mutable_counted());
    to.set_floor_seen(net::to_proto(state.floor_seen));
    to.set_place_seen(state.place_seen);
    to.set_software(state.software);
    to.set_sound(net::to_proto(state.sound));
    to.set_depth_ms(ticks_of(state.figures.depth));
    to.set_lost_permille(state.figures.lost_permille);
    to.set_late_permille(state.figures.late_permille);
    to.set_concealed_permille(state.figures.concealed_permille);
    to.set_level_below_full_db(state.figures.level_below_full_db);
    if (state.catch_up) {
        wire::CatchUp& wanted = *to.mutable_catch_up();
        wanted.set_from(state.catch_up->from);
        wanted.set_until(state.catch_up->until);
        wanted.set_asked(state.catch_up->asked);
        wanted.set_pace_percent(state.catch_up->pace_percent);
    }
    to.set_behind_ms(ticks_of(state.behind));
    to_proto(state.down, to);
    to.set_reply_seen(state.reply_seen);
    to.set_call_answered(state.call_answered);
    if (state.self_test != SelfTestResult{})
        net::to_proto(state.self_test, *to.mutable_self_test());
    if (state.stay != RoomStay{}) net::to_proto(state.stay, *to.mutable_stay());
    if (state.told_ago) to.set_told_ago_ms(ticks_of(*state.told_ago));
    if (state.floor_left) to.set_floor_left_ms(ticks_of(*state.floor_left));
    if (state.doctor != DoctorReport{}) {
        if (const auto fault = net::to_proto(state.doctor, *to.mutable_doctor())) return fault;
    }
    if (state.update == UpdateState{}) return std::nullopt;
    return net::to_proto(state.update, *to.mutable_update());
}

Expected<BoxState, WireFault> from_proto(const wire::BoxState& state) {
    if (!is_showable(state.software(), max_text_bytes)) return Unexpected(WireFault::bad_text);
    const auto place = narrow<std::uint16_t>(state.place_seen());
    const auto lost = narrow<std::uint16_t>(state.lost_permille());
    const auto late = narrow<std::uint16_t>(state.late_permille());
    const auto concealed = narrow<std::uint16_t>(state.concealed_permille());
    const auto level = narrow<std::uint8_t>(state.level_below_full_db());
    const auto pace = narrow<std::uint16_t>(state.catch_up().pace_percent());
    const auto down = down_from_proto(state);
    auto doctor = net::from_proto(state.doctor());
    if (!doctor) return Unexpected(doctor.error());
    if (!place || !lost || !late || !concealed || !level || !pace || !down) {
        return Unexpected(WireFault::out_of_range);
    }
    BoxState out;
    out.presses = net::from_proto(state.presses());
    out.counted = net::from_proto(state.counted());
    out.floor_seen = net::from_proto(state.floor_seen());
    out.place_seen = *place;
    out.software = state.software();
    out.sound = net::from_proto(state.sound());
    out.figures = {Milliseconds{state.depth_ms()}, *lost, *late, *concealed, *level};
    if (state.has_catch_up()) {
        const wire::CatchUp& wanted = state.catch_up();
        out.catch_up = CatchUp{.from = wanted.from(),
                               .until = wanted.until(),
                               .asked = wanted.asked(),
                               .pace_percent = *pace};
    }
    out.behind = Milliseconds{state.behind_ms()};
    out.down = *down;
    out.reply_seen = state.reply_seen();
    out.call_answered = state.call_answered();
    out.self_test = net::from_proto(state.self_test());
    out.stay = net::from_proto(state.stay());
    out.doctor = std::move(*doctor);
    if (state.has_told_ago_ms()) out.told_ago = Milliseconds{state.told_ago_ms()};
    if (state.has_floor_left_ms()) out.floor_left = Milliseconds{state.floor_left_ms()};
    auto update = net::from_proto(state.update());
    if (!update) return Unexpected(update.error());
    out.update = std::move(*update);
    return out;
}

void to_proto(const FrameHeader& header, wire::Frame& to) {
    to.set_version(header.version);
    to.set_confirmed(header.confirmed);
    to.set_answer_wanted(header.answer_wanted);
}

FrameHeader header_of(const wire::Frame& frame) noexcept {
    return {frame.version(), frame.confirmed(), frame.answer_wanted()};
}

Expected<std::size_t, WireFault> write(const wire::Frame& frame, MutableBytes to) {
    const std::size_t size = frame.ByteSizeLong();
    if (size > to.size() || size > max_frame_bytes) return Unexpected(WireFault::too_large);
    if (!frame.SerializeToArray(to.data(), static_cast<int>(size))) {
        return Unexpected(WireFault::malformed);
    }
    return size;
}

std::optional<WireFault> read(Bytes bytes, wire::Frame& frame) {
    if (bytes.size() > max_frame_bytes) return WireFault::too_large;
    if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return WireFault::malformed;
    }
    return std::nullopt;
}

// WallTime counts nanoseconds from 1970 and ends in 2262. Half of it is a time of day that can still be
// moved on, and later than any meeting.
constexpr auto latest_unix_ms = static_cast<std::uint64_t>(
    std::chrono::duration_cast<Milliseconds>(WallTime::max().time_since_epoch()).count() / 2);

}  // namespace

Expected<std::size_t, WireFault> encode(const BoxFrame& frame, MutableBytes to) {
    wire::Frame out;
    to_proto(frame.header, out);
    if (frame.state) {
        if (const auto fault = to_proto(*frame.state, *out.mutable_box())) {
            return Unexpected(*fault);
        }
    }
    return write(out, to);
}

Expected<std::size_t, WireFault> encode(const MeetingFrame& frame, Instant now, MutableBytes to) {
    wire::Frame out;
    to_proto(frame.header, out);
    if (frame.view) {
        if (const auto fault = net::to_proto(*frame.view, now, *out.mutable_view())) {
            return Unexpected(*fault);
        }
    }
    if (frame.mixer_time) {
        const auto since =
            std::chrono::duration_cast<Milliseconds>(frame.mixer_time->time_since_epoch());
        if (since.count() > 0) out.set_unix_ms(static_cast<std::uint64_t>(since.count()));
    }
    return write(out, to);
}

Expected<BoxFrame, WireFault> decode_box_frame(Bytes bytes) {
    wire::Frame frame;
    if (const auto fault = read(bytes, frame)) return Unexpected(*fault);
    BoxFrame out{header_of(frame), std::nullopt};
    if (frame.has_box()) {
        auto state = from_proto(frame.box());
        if (!state) return Unexpected(state.error());
        out.state = std::move(*state);
    }
    return out;
}

Expected<MeetingFrame, WireFault> decode_meeting_frame(Bytes bytes, Instant now) {
    wire::Frame frame;
    if (const auto fault = read(bytes, frame)) return Unexpected(*fault);
    if (frame.unix_ms() > latest_unix_ms) return Unexpected(WireFault::out_of_range);
    MeetingFrame out{header_of(frame), std::nullopt, std::nullopt};
    if (frame.has_view()) {
        auto view = net::from_proto(frame.view(), now);
        if (!view) return Unexpected(view.error());
        out.view = std::move(*view);
    }
    if (frame.unix_ms() != 0) {
        out.mixer_time = WallTime{Milliseconds{static_cast<std::int64_t>(frame.unix_ms())}};
    }
    return out;
}

}  // namespace giaoban::net
