#include "net/wire/meeting_local.h"

#include "net/wire/local_bytes.h"
#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

using Kind = MeetingRequest::Kind;

static_assert(static_cast<int>(Kind::set_time_limit) == wire::MeetingRequest::SET_TIME_LIMIT);
static_assert(static_cast<int>(Presence::lost) == wire::PRESENCE_LOST);

bool is_showable_row(const BoxRow& row) {
    return is_showable(row.name, max_name_bytes) && is_showable(row.software, max_text_bytes) &&
           is_showable(row.endpoint, max_text_bytes);
}

void to_proto(const BoxRow& row, wire::BoxRow& to) {
    to.set_box(number_of(row.box));
    to.set_name(row.name);
    to.set_role(net::to_proto(row.role));
    to.set_presence(static_cast<wire::Presence>(row.presence));
    to.set_in_presence_s(ticks_of(row.in_presence));
    to.set_floor(net::to_proto(row.floor));
    to.set_place(row.place);
    to.set_limited(row.time_left.has_value());
    if (row.time_left) to.set_time_left_ms(ticks_of(*row.time_left));
    net::to_proto(row.up, *to.mutable_up());
    net::to_proto(row.down, *to.mutable_down());
    to.set_round_trip_us(ticks_of(row.round_trip));
    to.set_depth_ms(ticks_of(row.depth));
    to.set_sound(net::to_proto(row.sound));
    to.set_software(row.software);
    to.set_endpoint(row.endpoint);
    to.set_behind_ms(ticks_of(row.behind));
    to.set_uplink_rung(row.uplink_rung);
    to.set_downlink_rung(row.downlink_rung);
}

Expected<BoxRow, WireFault> from_proto(const wire::BoxRow& row) {
    const auto box = narrow<std::uint16_t>(row.box());
    const auto place = narrow<std::uint16_t>(row.place());
    const auto up = net::from_proto(row.up());
    const auto down = net::from_proto(row.down());
    const auto uplink_rung = narrow<std::uint8_t>(row.uplink_rung());
    const auto downlink_rung = narrow<std::uint8_t>(row.downlink_rung());
    if (!box || !place || !up || !down || !uplink_rung || !downlink_rung)
        return Unexpected(WireFault::out_of_range);
    BoxRow out;
    out.box = BoxId{*box};
    out.name = row.name();
    out.role = net::from_proto(row.role());
    out.presence =
        wire::Presence_IsValid(row.presence()) ? Presence(row.presence()) : Presence::never;
    out.in_presence = Seconds{row.in_presence_s()};
    out.floor = net::from_proto(row.floor());
    out.place = *place;
    if (row.limited()) out.time_left = Milliseconds{row.time_left_ms()};
    out.up = *up;
    out.down = *down;
    out.round_trip = Microseconds{row.round_trip_us()};
    out.depth = Milliseconds{row.depth_ms()};
    out.sound = net::from_proto(row.sound());
    out.software = row.software();
    out.endpoint = row.endpoint();
    out.behind = Milliseconds{row.behind_ms()};
    out.uplink_rung = *uplink_rung;
    out.downlink_rung = *downlink_rung;
    if (!is_showable_row(out)) return Unexpected(WireFault::bad_text);
    return out;
}

template <typename List>
std::optional<WireFault> read_boxes(const List& from, std::vector<BoxId>& to) {
    if (static_cast<std::size_t>(from.size()) > max_status_boxes) return WireFault::out_of_range;
    for (const std::uint32_t number : from) {
        const auto box = narrow<std::uint16_t>(number);
        if (!box) return WireFault::out_of_range;
        to.push_back(BoxId{*box});
    }
    return std::nullopt;
}

std::optional<WireFault> read_lists(const wire::MeetingStatus& message, MeetingStatus& out) {
    if (static_cast<std::size_t>(message.boxes_size()) > max_status_boxes) {
        return WireFault::out_of_range;
    }
    for (const wire::BoxRow& row : message.boxes()) {
        auto box = from_proto(row);
        if (!box) return box.error();
        out.boxes.push_back(std::move(*box));
    }
    if (const auto fault = read_boxes(message.queue(), out.queue)) return fault;
    if (const auto fault = read_boxes(message.speakers(), out.speakers)) return fault;
    return read_counters(message.counters(), out.counters);
}

}  // namespace

Expected<std::vector<std::byte>, WireFault> encode(const MeetingRequest& request) {
    if (!is_showable(request.name, max_name_bytes)) return Unexpected(WireFault::bad_text);
    wire::MeetingRequest out;
    out.set_kind(static_cast<wire::MeetingRequest::Kind>(request.kind));
    out.set_name(request.name);
    out.set_policy(to_proto(request.policy));
    out.set_open_microphones(request.open_microphones);
    out.set_time_limit_s(ticks_of(request.time_limit));
    out.set_automatic(request.queue_grants == QueueGrants::automatic);
    return write_local(out, max_request_bytes);
}

Expected<MeetingRequest, WireFault> decode_meeting_request(Bytes bytes) {
    wire::MeetingRequest message;
    if (const auto fault = read_local(bytes, max_request_bytes, message)) {
        return Unexpected(*fault);
    }
    // A word of the chair that is not understood must not be taken for another.
    const auto microphones = narrow<std::uint16_t>(message.open_microphones());
    if (!wire::MeetingRequest::Kind_IsValid(message.kind()) ||
        !wire::Policy_IsValid(message.policy()) || !microphones) {
        return Unexpected(WireFault::out_of_range);
    }
    if (!is_showable(message.name(), max_name_bytes)) return Unexpected(WireFault::bad_text);
    MeetingRequest out;
    out.kind = static_cast<Kind>(message.kind());
    out.name = message.name();
    out.policy = from_proto(message.policy());
    out.open_microphones = *microphones;
    out.queue_grants = message.automatic() ? QueueGrants::automatic : QueueGrants::chair;
    out.time_limit = Seconds{message.time_limit_s()};
    return out;
}

Expected<std::vector<std::byte>, WireFault> encode(const MeetingStatus& status) {
    if (status.boxes.size() > max_status_boxes || status.queue.size() > max_status_boxes ||
        status.speakers.size() > max_status_boxes) {
        return Unexpected(WireFault::out_of_range);
    }
    if (!is_showable(status.reason, max_reason_bytes)) return Unexpected(WireFault::bad_text);
    wire::MeetingStatus out;
    out.set_done(status.done);
    out.set_reason(status.reason);
    out.set_policy(to_proto(status.policy));
    out.set_open_microphones(status.open_microphones);
    out.set_time_limit_s(ticks_of(status.time_limit));
    out.set_automatic(status.queue_grants == QueueGrants::automatic);
    out.set_uptime_s(ticks_of(status.uptime));
    for (const BoxRow& row : status.boxes) {
        if (!is_showable_row(row)) return Unexpected(WireFault::bad_text);
        to_proto(row, *out.add_boxes());
    }
    for (const BoxId box : status.queue)
        out.add_queue(number_of(box));
    for (const BoxId box : status.speakers)
        out.add_speakers(number_of(box));
    if (const auto fault = write_counters(status.counters, *out.mutable_counters())) {
        return Unexpected(*fault);
    }
    return write_local(out, most_local_message);
}

Expected<MeetingStatus, WireFault> decode_meeting_status(Bytes bytes) {
    wire::MeetingStatus message;
    if (const auto fault = read_local(bytes, most_local_message, message))
        return Unexpected(*fault);
    const auto microphones = narrow<std::uint16_t>(message.open_microphones());
    if (!microphones) return Unexpected(WireFault::out_of_range);
    if (!is_showable(message.reason(), max_reason_bytes)) return Unexpected(WireFault::bad_text);
    MeetingStatus out;
    out.done = message.done();
    out.reason = message.reason();
    out.policy = from_proto(message.policy());
    out.open_microphones = *microphones;
    out.queue_grants = message.automatic() ? QueueGrants::automatic : QueueGrants::chair;
    out.time_limit = Seconds{message.time_limit_s()};
    out.uptime = Seconds{message.uptime_s()};
    if (const auto fault = read_lists(message, out)) return Unexpected(*fault);
    return out;
}

}  // namespace giaoban::net
