#pragma once

#include <algorithm>

#include "config/vocab/time.h"

namespace giaoban::net {

/// How many notices "no such session" a mixing box sends, to all together.
///
/// Threading:  not synchronised. Real time: takes no memory. Errors: none.
/// Source:     ITU-T I.371 (generic cell rate algorithm): one instant stands for the whole bucket.
class NoticeLimit {
  public:
    /// A hundred boxes of before a restart ask twice each in its first second (LinkWatch). 36 bytes with
    /// IP and UDP: 58 kbit/s, which a narrow uplink has to spare for a second.
    static constexpr int per_second = 200;

    /// Whether one may be sent now; it counts as sent then.
    [[nodiscard]] bool take(Instant now) noexcept {
        const Instant paid = std::max(paid_until_, now) + each;
        if (paid > now + Seconds{1}) return false;
        paid_until_ = paid;
        return true;
    }

  private:
    static constexpr Duration each = Duration{Seconds{1}} / per_second;
    Instant paid_until_ = Instant::min();
};

}  // namespace giaoban::net
