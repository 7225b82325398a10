#include "net/wire/meeting_status.h"

#include "net/wire/doctor_proto.h"
#include "net/wire/local_bytes.h"
#include "net/wire/meeting_request.h"
#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

template <typename List>
void write_boxes(const std::vector<BoxId>& from, List& to) {
    for (const BoxId box : from)
        to.Add(number_of(box));
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

void write_room(const RoomRow& room, wire::RoomRow& to) {
    to.set_room(number_of(room.room));
    to.set_title(room.title);
    to.set_policy(to_proto(room.policy));
    to.set_open_microphones(room.open_microphones);
    to.set_held(room.held);
    to.set_recording(room.recording);
    write_boxes(room.boxes, *to.mutable_boxes());
    write_boxes(room.speakers, *to.mutable_speakers());
    write_boxes(room.queue, *to.mutable_queue());
    write_boxes(room.replies, *to.mutable_replies());
}

Expected<RoomRow, WireFault> read_room(const wire::RoomRow& room) {
    const auto microphones = narrow<std::uint16_t>(room.open_microphones());
    if (!microphones) return Unexpected(WireFault::out_of_range);
    if (!is_showable(room.title(), max_text_bytes)) return Unexpected(WireFault::bad_text);
    RoomRow out;
    out.room = RoomId{room.room()};
    out.title = room.title();
    out.policy = from_proto(room.policy());
    out.open_microphones = *microphones;
    out.held = room.held();
    out.recording = room.recording();
    if (const auto fault = read_boxes(room.boxes(), out.boxes)) return Unexpected(*fault);
    if (const auto fault = read_boxes(room.speakers(), out.speakers)) return Unexpected(*fault);
    if (const auto fault = read_boxes(room.queue(), out.queue)) return Unexpected(*fault);
    if (const auto fault = read_boxes(room.replies(), out.replies)) return Unexpected(*fault);
    return out;
}

std::optional<WireFault> write_lists(const MeetingStatus& status, wire::MeetingStatus& to) {
    if (status.boxes.size() > max_status_boxes || status.queue.size() > max_status_boxes ||
        status.speakers.size() > max_status_boxes || status.replies.size() > max_status_boxes ||
        status.rooms.size() > max_private_rooms) {
        return WireFault::out_of_range;
    }
    for (const BoxRow& row : status.boxes) {
        if (const auto fault = to_proto(row, *to.add_boxes())) return fault;
    }
    for (const RoomRow& room : status.rooms) {
        if (!is_showable(room.title, max_text_bytes)) return WireFault::bad_text;
        write_room(room, *to.add_rooms());
    }
    write_boxes(status.queue, *to.mutable_queue());
    write_boxes(status.speakers, *to.mutable_speakers());
    write_boxes(status.replies, *to.mutable_replies());
    return write_counters(status.counters, *to.mutable_counters());
}

std::optional<WireFault> read_lists(const wire::MeetingStatus& message, MeetingStatus& out) {
    if (static_cast<std::size_t>(message.boxes_size()) > max_status_boxes ||
        static_cast<std::size_t>(message.rooms_size()) > max_private_rooms) {
        return WireFault::out_of_range;
    }
    for (const wire::BoxRow& row : message.boxes()) {
        auto box = from_proto(row);
        if (!box) return box.error();
        out.boxes.push_back(std::move(*box));
    }
    for (const wire::RoomRow& row : message.rooms()) {
        auto room = read_room(row);
        if (!room) return room.error();
        out.rooms.push_back(std::move(*room));
    }
    if (const auto fault = read_boxes(message.queue(), out.queue)) return fault;
    if (const auto fault = read_boxes(message.speakers(), out.speakers)) return fault;
    if (const auto fault = read_boxes(message.replies(), out.replies)) return fault;
    return read_counters(message.counters(), out.counters);
}

}  // namespace

Expected<std::vector<std::byte>, WireFault> encode(const MeetingStatus& status) {
    if (!is_showable(status.reason, max_reason_bytes) ||
        !is_showable(status.meeting.title, max_title_bytes)) {
        return Unexpected(WireFault::bad_text);
    }
    wire::MeetingStatus out;
    out.set_done(status.done);
    out.set_reason(status.reason);
    out.set_policy(to_proto(status.policy));
    out.set_open_microphones(status.open_microphones);
    out.set_time_limit_s(ticks_of(status.time_limit));
    out.set_automatic(status.queue_grants == QueueGrants::automatic);
    out.set_uptime_s(ticks_of(status.uptime));
    wire::MeetingInfo& meeting = *out.mutable_meeting();
    meeting.set_id(status.meeting.id);
    meeting.set_title(status.meeting.title);
    meeting.set_open(status.meeting.open);
    meeting.set_open_for_s(ticks_of(status.meeting.open_for));
    out.set_held(status.held);
    out.set_recording(status.recording);
    out.set_max_boxes(status.max_boxes);
    out.set_self_test_running(status.self_test_running);
    if (!status.offered_release.empty() && !is_release(status.offered_release))
        return Unexpected(WireFault::bad_text);
    out.set_offered_release(status.offered_release);
    if (const auto fault = write_lists(status, out)) return Unexpected(*fault);
    if (status.doctor != DoctorReport{}) {
        if (const auto fault = to_proto(status.doctor, *out.mutable_doctor())) {
            return Unexpected(*fault);
        }
    }
    return write_local(out, most_local_message);
}

Expected<MeetingStatus, WireFault> decode_meeting_status(Bytes bytes) {
    wire::MeetingStatus message;
    if (const auto fault = read_local(bytes, most_local_message, message))
        return Unexpected(*fault);
    const auto microphones = narrow<std::uint16_t>(message.open_microphones());
    const auto max_boxes = narrow<std::uint16_t>(message.max_boxes());
    if (!microphones || !max_boxes) return Unexpected(WireFault::out_of_range);
    if (!is_showable(message.reason(), max_reason_bytes) ||
        !is_showable(message.meeting().title(), max_title_bytes)) {
        return Unexpected(WireFault::bad_text);
    }
    MeetingStatus out;
    out.done = message.done();
    out.reason = message.reason();
    out.policy = from_proto(message.policy());
    out.open_microphones = *microphones;
    out.queue_grants = message.automatic() ? QueueGrants::automatic : QueueGrants::chair;
    out.time_limit = Seconds{message.time_limit_s()};
    out.uptime = Seconds{message.uptime_s()};
    out.meeting = {.id = message.meeting().id(),
                   .title = message.meeting().title(),
                   .open = message.meeting().open(),
                   .open_for = Seconds{message.meeting().open_for_s()}};
    out.held = message.held();
    out.recording = message.recording();
    out.max_boxes = *max_boxes;
    out.self_test_running = message.self_test_running();
    if (!message.offered_release().empty() && !is_release(message.offered_release()))
        return Unexpected(WireFault::bad_text);
    out.offered_release = message.offered_release();
    if (const auto fault = read_lists(message, out)) return Unexpected(*fault);
    auto doctor = from_proto(message.doctor());
    if (!doctor) return Unexpected(doctor.error());
    out.doctor = std::move(*doctor);
    return out;
}

}  // namespace giaoban::net
