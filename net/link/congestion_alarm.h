#pragma once

#include "config/vocab/time.h"
#include "net/link/direction_reading.h"

namespace giaoban::net {

/// When a receiver tells its reading at once instead of with its next heartbeat: when the link begins to be
/// congested, each 2 s while it is, and when it is over. A link that is well costs nothing so.
///
/// Threading: not synchronised. Real time: no memory. Errors: none.
class CongestionAlarm {
  public:
    /// A chooser waits as long for what it has done to be seen; a frame of 150 bytes is 0.6 kbit/s so.
    static constexpr Seconds again{2};

    [[nodiscard]] bool is_due(const DirectionReading& reading, Instant now) noexcept {
        if (!reading.live) return false;
        if (is_congested(reading)) {
            if (told_ != Instant::min() && now < told_ + again) return false;
            told_ = now;
            return true;
        }
        if (told_ == Instant::min() || reading.queue >= quiet_queue) return false;
        told_ = Instant::min();
        return true;
    }

  private:
    Instant told_ = Instant::min();  ///< while it is congested
};

}  // namespace giaoban::net
