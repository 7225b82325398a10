#pragma once

#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/time.h"
#include "net/keys/refusal.h"
#include "net/wire/meeting_view.h"
#include "net/wire/session_phase.h"

namespace giaoban::net {

class RtpView;

/// What a BoxSession decides. Called from inside its own calls; must not call back into it.
///
/// Bytes and views are the session's: they are read before the call returns, or copied.
class BoxSessionSink {
  public:
    BoxSessionSink() = default;
    BoxSessionSink(const BoxSessionSink&) = delete;
    BoxSessionSink& operator=(const BoxSessionSink&) = delete;
    virtual ~BoxSessionSink() = default;

    /// Goes to the mixing box now.
    virtual void send(Bytes datagram) = 0;
    /// A packet of the meeting's sound, authenticated and new.
    virtual void audio(const RtpView& packet, Instant arrived) = 0;
    /// A packet of what was missed and asked for (set_catch_up), authenticated and new.
    virtual void history(const RtpView&, Instant) {}
    /// A message of net/transfer, authenticated and new.
    virtual void transfer(Bytes, Instant) {}
    virtual void view_changed(const MeetingView& view) = 0;
    /// `why` is there when the phase is `refused`.
    virtual void phase_changed(SessionPhase phase, std::optional<RefusalReason> why) = 0;
    /// The mixing box has pinned this box's key: the card's enrolment secret may be forgotten, also on
    /// disk. Said once.
    virtual void enrolled() = 0;
};

}  // namespace giaoban::net
