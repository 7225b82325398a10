#pragma once

#include "config/vocab/time.h"
#include "net/link/congestion_alarm.h"
#include "net/link/direction_estimate.h"
#include "net/rtp/rtp_packet.h"
#include "net/session/box_session.h"

namespace giaoban::box {

/// Looks at the meeting's sound as it comes, and has the mixing box told how the way down does: at once when it begins
/// to be congested, otherwise with what is told anyway.
///
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  no memory.
class DownWatch {
  public:
    void on_packet(const net::RtpView& packet, Instant arrived) noexcept;
    /// Each 200 ms while sound comes.
    void on_time(net::BoxSession& session, Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }
    /// What waited in the way down when that was last looked at.
    [[nodiscard]] Duration queue() const noexcept { return queue_; }

  private:
    net::DirectionEstimate estimate_;
    net::CongestionAlarm alarm_;
    Instant next_ = never;
    Duration queue_{0};
};

}  // namespace giaoban::box
