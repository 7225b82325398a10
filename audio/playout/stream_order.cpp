#include "audio/playout/stream_order.h"

#include <utility>

namespace giaoban::audio {

StreamOrder::Place StreamOrder::place(std::uint16_t seq, std::uint32_t timestamp,
                                      bool marker) noexcept {
    if (!started_) {
        started_ = true;
        suspicious_ = false;
        wire_seq_ = seq;
        wire_timestamp_ = timestamp;
        return {Verdict::fits, newest_seq_, newest_start_, 0};
    }
    if (std::exchange(another_, false)) return restart(seq, timestamp);
    const auto seq_step = static_cast<std::int16_t>(seq - wire_seq_);
    const auto time_step = static_cast<std::int32_t>(timestamp - wire_timestamp_);
    // RFC 6716 section 2.1.4: no frame is shorter than 2.5 ms, which are 120 samples.
    const std::int64_t least = std::int64_t{seq_step} * 120;
    const bool fits = seq_step > 0   ? time_step >= least
                      : seq_step < 0 ? -seq_step <= reorder_ && time_step <= least
                                     : time_step == 0;
    if (!fits) {
        const bool second = suspicious_ && seq == suspect_next_;
        if (marker || second) return restart(seq, timestamp);
        suspicious_ = true;
        suspect_next_ = static_cast<std::uint16_t>(seq + 1);
        return {Verdict::strange, 0, Samples{0}, 0};
    }
    suspicious_ = false;
    const Place place{Verdict::fits, newest_seq_ + seq_step, newest_start_ + Samples{time_step},
                      seq_step > 0 ? seq_step - 1 : 0};
    if (seq_step > 0) {
        wire_seq_ = seq;
        wire_timestamp_ = timestamp;
        newest_seq_ = place.seq;
        newest_start_ = place.start;
    }
    return place;
}

StreamOrder::Place StreamOrder::restart(std::uint16_t seq, std::uint32_t timestamp) noexcept {
    suspicious_ = false;
    wire_seq_ = seq;
    wire_timestamp_ = timestamp;
    // Far enough from all that was numbered and timed before: half the range of 16 bits, and more
    // than the longest frame.
    newest_seq_ += 1 << 16;
    newest_start_ += std::chrono::seconds{1};
    return {Verdict::restarted, newest_seq_, newest_start_, 0};
}

}  // namespace giaoban::audio
