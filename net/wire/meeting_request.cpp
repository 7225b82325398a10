#include "net/wire/meeting_request.h"

#include "net/wire/local_bytes.h"
#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

using Kind = MeetingRequest::Kind;

static_assert(static_cast<int>(Kind::set_time_limit) == wire::MeetingRequest::SET_TIME_LIMIT);
static_assert(static_cast<int>(Kind::record) == wire::MeetingRequest::RECORD);
static_assert(static_cast<int>(Kind::withdraw_update) == wire::MeetingRequest::WITHDRAW_UPDATE);
static_assert(static_cast<int>(Kind::doctor_begin) == wire::MeetingRequest::DOCTOR_BEGIN);
static_assert(static_cast<int>(Kind::doctor_look) == wire::MeetingRequest::DOCTOR_LOOK);

}  // namespace

Expected<std::vector<std::byte>, WireFault> encode(const MeetingRequest& request) {
    if (!is_showable(request.name, max_name_bytes) || !is_showable(request.text, max_title_bytes)) {
        return Unexpected(WireFault::bad_text);
    }
    if (request.names.size() > max_request_names) return Unexpected(WireFault::out_of_range);
    wire::MeetingRequest out;
    out.set_kind(static_cast<wire::MeetingRequest::Kind>(request.kind));
    out.set_name(request.name);
    out.set_policy(to_proto(request.policy));
    out.set_open_microphones(request.open_microphones);
    out.set_seconds(ticks_of(request.seconds));
    out.set_automatic(request.queue_grants == QueueGrants::automatic);
    out.set_room(number_of(request.room));
    for (const std::string& name : request.names) {
        if (!is_showable(name, max_name_bytes)) return Unexpected(WireFault::bad_text);
        out.add_names(name);
    }
    out.set_text(request.text);
    out.set_on(request.on);
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
        !wire::Policy_IsValid(message.policy()) || !microphones ||
        static_cast<std::size_t>(message.names_size()) > max_request_names) {
        return Unexpected(WireFault::out_of_range);
    }
    if (!is_showable(message.name(), max_name_bytes) ||
        !is_showable(message.text(), max_title_bytes)) {
        return Unexpected(WireFault::bad_text);
    }
    MeetingRequest out;
    for (const std::string& name : message.names()) {
        if (!is_showable(name, max_name_bytes)) return Unexpected(WireFault::bad_text);
        out.names.push_back(name);
    }
    out.kind = static_cast<Kind>(message.kind());
    out.name = message.name();
    out.policy = from_proto(message.policy());
    out.open_microphones = *microphones;
    out.queue_grants = message.automatic() ? QueueGrants::automatic : QueueGrants::chair;
    out.seconds = Seconds{message.seconds()};
    out.room = RoomId{message.room()};
    out.text = message.text();
    out.on = message.on();
    return out;
}

}  // namespace giaoban::net
