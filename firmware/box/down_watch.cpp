#include "firmware/box/down_watch.h"

#include <cmath>

#include "firmware/media.h"

namespace giaoban::box {

namespace {

constexpr Duration interval = Milliseconds{200};

// What goes over the wire, so that the same reading is not told again for a microsecond.
net::DirectionReading rounded(const net::DirectionReading& reading) noexcept {
    net::DirectionReading told = reading;
    told.queue = std::chrono::round<Milliseconds>(reading.queue);
    told.growth = std::chrono::round<Milliseconds>(reading.growth);
    told.loss = std::round(reading.loss * 1000) / 1000;
    return told;
}

}  // namespace

void DownWatch::on_packet(const net::RtpView& packet, Instant arrived) noexcept {
    estimate_.on_packet(packet_seen(packet, arrived));
    if (next_ == never) next_ = arrived + interval;
}

void DownWatch::on_time(net::BoxSession& session, Instant now) {
    if (now < next_) return;
    const net::DirectionReading reading = estimate_.reading(now);
    next_ = reading.live ? now + interval : never;
    queue_ = reading.live ? reading.queue : Duration{0};
    // A moment of which nothing can be said changes nothing of what was.
    if (reading.live) session.set_down(rounded(reading), alarm_.is_due(reading, now), now);
}

}  // namespace giaoban::box
