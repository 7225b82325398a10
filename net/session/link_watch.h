#pragma once

#include "config/vocab/time.h"

namespace giaoban::net {

/// When a box asks whether its mixing box is still there, and what it makes of getting no answer.
///
///   idle                        asks each 2.2 s
///   hearing sound, or speaking  asks after 1 s in which nothing was heard
///   speaking                    says something each 1 s, for the mixing box's own watch
///   no answer                   asks again after 0.5 s at least, after 1 s from 5 s on; calls anew from
///                               2 s on; lost from 5 s on
///
/// At 40 % loss each way an asking is answered in 36 of 100: 10 askings in 5 s all fail once in 87
/// times, so that even then the box says "connection lost" wrongly less than once in 5 minutes.
///
/// Threading:  not synchronised. Real time: takes no memory. Errors: none.
class LinkWatch {
  public:
    // After a restart of the mixing box: 2.2 s until a box asks, then 2.5 round trips (asking, notice, three of
    // the handshake); at 3G's 300 ms all are back within 3 s. Over IPv6 an idle box says 0.47 kbit/s then.
    static constexpr Milliseconds idle_silence{2200};
    static constexpr Milliseconds live_silence{1000};
    static constexpr Milliseconds least_patience{500};
    static constexpr Milliseconds call_after{2000};
    static constexpr Milliseconds lost_after{5000};

    explicit LinkWatch(Instant now) noexcept;

    /// Something authentic came, `sound` or else.
    void on_heard(bool sound, Instant now) noexcept;
    /// Something was sent, that `asks` for an answer or not.
    void on_sent(bool asks, Instant now) noexcept;
    void set_speaking(bool speaking, Instant now) noexcept;

    /// When to ask (again); `patience` is how long an answer usually takes.
    [[nodiscard]] Instant next_ask(Duration patience) const noexcept;
    /// Whether something was asked and nothing was heard since.
    [[nodiscard]] bool unanswered() const noexcept { return asked_since_ != never; }
    /// From when on to call anew, and when the link counts as lost; never while nothing is unanswered.
    [[nodiscard]] Instant calls_from() const noexcept { return after(call_after); }
    [[nodiscard]] Instant lost_from() const noexcept { return after(lost_after); }

  private:
    [[nodiscard]] Instant after(Duration wait) const noexcept {
        return asked_since_ == never ? never : asked_since_ + wait;
    }

    Instant last_heard_;
    Instant last_sent_;
    Instant last_ask_;
    Instant asked_since_ = never;  ///< the first asking since something was heard
    bool heard_sound_ = false;
    bool speaking_ = false;
};

}  // namespace giaoban::net
