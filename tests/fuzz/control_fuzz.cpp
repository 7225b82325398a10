#include <cstddef>
#include <cstdint>
#include <span>

#include "config/vocab/ensure.h"
#include "net/wire/box_local.h"
#include "net/wire/control_frame.h"
#include "net/wire/meeting_local.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

constexpr Instant now{std::chrono::hours{1}};

template <typename Decode, typename Encode>
void reads_what_it_writes(Bytes bytes, Decode decode, Encode encode_again) {
    const auto message = decode(bytes);
    if (!message) return;
    const auto written = encode_again(*message);
    ensure(written.has_value(), "what was read is within the bounds of writing");
    const auto again = decode(*written);
    ensure(again.has_value() && *again == *message, "what was written reads the same");
}

void read_box_frame(Bytes bytes) {
    const auto frame = decode_box_frame(bytes);
    if (!frame) return;
    FrameBuffer buffer;
    const auto size = encode(*frame, buffer);
    ensure(size.has_value(), "what was read is within the bounds of writing");
    const auto again = decode_box_frame(Bytes(buffer).first(*size));
    ensure(again && again->header == frame->header && again->state == frame->state,
           "what was written reads the same");
}

void read_meeting_frame(Bytes bytes) {
    const auto frame = decode_meeting_frame(bytes, now);
    if (!frame) return;
    FrameBuffer buffer;
    const auto size = encode(*frame, now, buffer);
    ensure(size.has_value(), "what was read is within the bounds of writing");
    const auto again = decode_meeting_frame(Bytes(buffer).first(*size), now);
    ensure(again && again->header == frame->header && again->view == frame->view &&
               again->mixer_time == frame->mixer_time,
           "what was written reads the same");
}

}  // namespace

// The first byte says as which message the rest is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(1);
    switch (data[0] % 6) {
        case 0: read_box_frame(bytes); break;
        case 1: read_meeting_frame(bytes); break;
        case 2:
            reads_what_it_writes(bytes, decode_meeting_request,
                                 [](const MeetingRequest& message) { return encode(message); });
            break;
        case 3:
            reads_what_it_writes(bytes, decode_meeting_status,
                                 [](const MeetingStatus& message) { return encode(message); });
            break;
        case 4:
            reads_what_it_writes(bytes, decode_box_request,
                                 [](const BoxRequest& message) { return encode(message); });
            break;
        default:
            reads_what_it_writes(
                bytes, [](Bytes part) { return decode_box_status(part, now); },
                [](const BoxStatus& message) { return encode(message, now); });
    }
    return 0;
}
