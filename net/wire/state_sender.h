#pragma once

#include <cstdint>

#include "config/vocab/time.h"

namespace giaoban::net {

/// When a state is said again. The defaults are the box's.
struct StateTiming {
    /// Before a round trip was measured: the default 3G link has 300 ms, with its jitter.
    Milliseconds first_retry{400};
    Milliseconds least_retry{100};
    /// Four doublings of `least_retry`. At 40 % loss each way one of three tries is answered; at this
    /// pace 9 of 10 changes are known within 8 s even then.
    Milliseconds most_retry{1600};
    /// Changes that come faster are told together: 4 frames of 200 bytes a second are 6.4 kbit/s, which
    /// the narrowest link still has beside its sound.
    Milliseconds least_gap{250};
    /// When all is confirmed a frame without the state is due each: 4 s. Duration::max() for none.
    Duration heartbeat = Seconds{4};
};

/// Says one side's state until the other side has confirmed it: the versions, the retries and the
/// heartbeat, but neither the state itself nor its bytes.
///
/// Sending is the owner's: at next_deadline(), or earlier when it has a frame to send anyway, it sends
/// one with version(), and with the state when carries_state(), then calls on_sent().
///
/// Threading:  not synchronised.
/// Real time:  takes no memory.
/// Errors:     a confirmation of what was never said is ignored.
/// Source:     DESIGN.md "Control"; RFC 6298 sections 2, 3 and 5.7 (the wait before a retry, that a repeated frame measures
///             nothing, and that its longer wait holds until something is measured again).
class StateSender {
  public:
    /// There is a first state, version 1, and it is due at once.
    StateSender(const StateTiming& timing, Instant now) noexcept;

    void changed(Instant now) noexcept;
    void on_confirmed(std::uint32_t version, Instant now) noexcept;
    /// A frame went out, with the state if carries_state().
    void on_sent(Instant now) noexcept;

    [[nodiscard]] Instant next_deadline() const noexcept;
    [[nodiscard]] std::uint32_t version() const noexcept { return version_; }
    [[nodiscard]] bool carries_state() const noexcept { return confirmed_ != version_; }
    /// There and back again, as states and their confirmations took it; zero before the first.
    [[nodiscard]] Duration round_trip() const noexcept { return smoothed_; }
    /// How long to wait for an answer before asking again.
    [[nodiscard]] Duration answer_time() const noexcept;

  private:
    void measure(Duration round_trip) noexcept;

    StateTiming timing_;
    std::uint32_t version_ = 1;
    std::uint32_t confirmed_ = 0;
    Instant changed_at_;
    Instant last_frame_;
    Instant last_state_;
    bool ever_sent_ = false;
    std::uint32_t times_said_ = 0;  // this version
    Instant first_said_{};
    Duration wait_;
    Duration backed_off_{
        0};  ///< the wait that was enough when a frame had to be repeated; 0 after a measurement
    Duration smoothed_{0};
    Duration variation_{0};
};

}  // namespace giaoban::net
