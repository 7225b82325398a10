#include "audio/record/recording_clock.h"

#include <algorithm>

#include "audio/record/opus_packet.h"

namespace giaoban::audio {

Samples RecordingClock::place(Samples begin, Samples length, Samples now) noexcept {
    // What a gap can be filled to.
    const Samples by_arrival = std::max(now - length, Samples{0}) / shortest_frame * shortest_frame;
    // A packet that was asked for again comes late, and says nothing of the clock.
    const bool anew =
        !offset_ || begin > heard_until_ + pause ||
        (begin >= heard_until_ && std::chrono::abs(begin + *offset_ - by_arrival) > most_off);
    if (anew) offset_ = by_arrival - begin;
    heard_until_ = anew ? begin + length : std::max(heard_until_, begin + length);
    return begin + *offset_;
}

Samples UnwrappedTimestamp::of(std::uint32_t timestamp) noexcept {
    if (!last_) {
        // Not 0: what is older than the first packet has a time too.
        last_ = (std::int64_t{1} << 32) + timestamp;
    } else {
        *last_ += static_cast<std::int32_t>(timestamp - static_cast<std::uint32_t>(*last_));
    }
    return Samples{*last_};
}

}  // namespace giaoban::audio
