#include "net/wire/box_local.h"

#include "config/vocab/local_message.h"
#include "net/wire/doctor_proto.h"
#include "net/wire/local_bytes.h"
#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

static_assert(static_cast<int>(BoxRequest::Kind::press_long) == wire::BoxRequest::PRESS_LONG);
static_assert(static_cast<int>(BoxRequest::Kind::doctor_look) == wire::BoxRequest::DOCTOR_LOOK);
static_assert(static_cast<int>(SessionPhase::refused) == wire::PHASE_REFUSED);

bool is_showable_status(const BoxStatus& status) {
    return is_showable(status.reason, max_reason_bytes) &&
           is_showable(status.name, max_name_bytes) && is_showable(status.lamps, max_text_bytes) &&
           is_showable(status.last_prompt, max_text_bytes);
}

}  // namespace

Expected<std::vector<std::byte>, WireFault> encode(const BoxRequest& request) {
    wire::BoxRequest out;
    out.set_kind(static_cast<wire::BoxRequest::Kind>(request.kind));
    return write_local(out, max_request_bytes);
}

Expected<BoxRequest, WireFault> decode_box_request(Bytes bytes) {
    wire::BoxRequest message;
    if (const auto fault = read_local(bytes, max_request_bytes, message)) {
        return Unexpected(*fault);
    }
    if (!wire::BoxRequest::Kind_IsValid(message.kind())) {
        return Unexpected(WireFault::out_of_range);
    }
    return BoxRequest{static_cast<BoxRequest::Kind>(message.kind())};
}

Expected<std::vector<std::byte>, WireFault> encode(const BoxStatus& status, Instant now) {
    if (!is_showable_status(status)) return Unexpected(WireFault::bad_text);
    wire::BoxStatus out;
    out.set_done(status.done);
    out.set_reason(status.reason);
    out.set_name(status.name);
    out.set_phase(static_cast<wire::Phase>(status.phase));
    out.set_in_phase_s(ticks_of(status.in_phase));
    if (const auto fault = to_proto(status.view, now, *out.mutable_view())) {
        return Unexpected(*fault);
    }
    to_proto(status.up, *out.mutable_up());
    to_proto(status.down, *out.mutable_down());
    out.set_round_trip_us(ticks_of(status.round_trip));
    out.set_sound(to_proto(status.sound));
    out.set_depth_ms(ticks_of(status.depth));
    out.set_target_ms(ticks_of(status.target));
    out.set_lamps(status.lamps);
    out.set_last_prompt(status.last_prompt);
    out.set_uptime_s(ticks_of(status.uptime));
    out.set_behind_ms(ticks_of(status.behind));
    out.set_uplink_rung(status.uplink_rung);
    if (status.doctor != DoctorReport{}) {
        if (const auto fault = to_proto(status.doctor, *out.mutable_doctor())) {
            return Unexpected(*fault);
        }
    }
    if (const auto fault = write_counters(status.counters, *out.mutable_counters())) {
        return Unexpected(*fault);
    }
    return write_local(out, most_local_message);
}

Expected<BoxStatus, WireFault> decode_box_status(Bytes bytes, Instant now) {
    wire::BoxStatus message;
    if (const auto fault = read_local(bytes, most_local_message, message))
        return Unexpected(*fault);
    auto view = from_proto(message.view(), now);
    if (!view) return Unexpected(view.error());
    const auto up = from_proto(message.up());
    const auto down = from_proto(message.down());
    const auto uplink_rung = narrow<std::uint8_t>(message.uplink_rung());
    if (!up || !down || !uplink_rung) return Unexpected(WireFault::out_of_range);
    BoxStatus out;
    out.done = message.done();
    out.reason = message.reason();
    out.name = message.name();
    out.phase = wire::Phase_IsValid(message.phase()) ? SessionPhase(message.phase())
                                                     : SessionPhase::connecting;
    out.in_phase = Seconds{message.in_phase_s()};
    out.view = std::move(*view);
    out.up = *up;
    out.down = *down;
    out.round_trip = Microseconds{message.round_trip_us()};
    out.sound = from_proto(message.sound());
    out.depth = Milliseconds{message.depth_ms()};
    out.target = Milliseconds{message.target_ms()};
    out.lamps = message.lamps();
    out.last_prompt = message.last_prompt();
    out.uptime = Seconds{message.uptime_s()};
    out.behind = Milliseconds{message.behind_ms()};
    out.uplink_rung = *uplink_rung;
    if (const auto fault = read_counters(message.counters(), out.counters)) {
        return Unexpected(*fault);
    }
    auto doctor = from_proto(message.doctor());
    if (!doctor) return Unexpected(doctor.error());
    out.doctor = std::move(*doctor);
    if (!is_showable_status(out)) return Unexpected(WireFault::bad_text);
    return out;
}

}  // namespace giaoban::net
