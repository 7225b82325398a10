#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "net/wire/box_state.h"
#include "net/wire/meeting_view.h"
#include "net/wire/wire_fault.h"

namespace giaoban::net {

/// What goes around a state on its way: which version it is, and which of the other side's was read.
struct FrameHeader {
    std::uint32_t version = 0;    ///< of the sender's state, from 1
    std::uint32_t confirmed = 0;  ///< the newest of the other side's that was read; 0 for none
    bool answer_wanted = false;   ///< the other side is asked to send a frame back at once

    friend bool operator==(const FrameHeader&, const FrameHeader&) = default;
};

/// From a box. The state is left out once the mixing box has confirmed its version.
struct BoxFrame {
    FrameHeader header;
    std::optional<BoxState> state;
};

/// From a mixing box, the same; with its wall clock, for boxes that have none.
struct MeetingFrame {
    FrameHeader header;
    std::optional<MeetingView> view;
    std::optional<WallTime> mixer_time;
};

/// The largest control frame: with 28 bytes of IPv4 and UDP, or 48 of IPv6, and control_overhead
/// (net/keys: 32) it stays below every path's minimum MTU of 1280 (RFC 8200 section 5).
inline constexpr std::size_t max_frame_bytes = 1024;

/// Room for one frame.
using FrameBuffer = std::array<std::byte, max_frame_bytes>;

// Encoding writes into `to` and answers how many bytes it took. A value beyond its bound is our own
// caller's fault but is answered, not ensured: its texts come from cards and configuration.
// Decoding takes bytes of anybody: unknown fields and unknown values of enums are tolerated (a newer
// peer), everything else beyond a bound is refused.
//
// Units:      `now` turns the time that is left on the wire into an Instant and back.
// Threading:  no state.
// Real time:  takes memory; network thread only.
// Source:     protobuf encoding; RFC 3629 (UTF-8).

[[nodiscard]] Expected<std::size_t, WireFault> encode(const BoxFrame& frame, MutableBytes to);
[[nodiscard]] Expected<std::size_t, WireFault> encode(const MeetingFrame& frame, Instant now,
                                                      MutableBytes to);
[[nodiscard]] Expected<BoxFrame, WireFault> decode_box_frame(Bytes bytes);
[[nodiscard]] Expected<MeetingFrame, WireFault> decode_meeting_frame(Bytes bytes, Instant now);

}  // namespace giaoban::net
