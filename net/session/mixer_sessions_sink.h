#pragma once

#include <cstdint>
#include <string_view>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/endpoint.h"
#include "config/vocab/time.h"
#include "net/keys/refusal.h"

namespace giaoban::net {

class RtpView;

/// What MixerSessions decides. Called from inside its own calls; of them only set_view(), set_history(), recall()
/// and the const ones may be called from here.
///
/// Bytes and views are the caller's: they are read before the call returns, or copied.
class MixerSessionsSink {
  public:
    MixerSessionsSink() = default;
    MixerSessionsSink(const MixerSessionsSink&) = delete;
    MixerSessionsSink& operator=(const MixerSessionsSink&) = delete;
    virtual ~MixerSessionsSink() = default;

    virtual void send(const Endpoint& to, Bytes datagram) = 0;
    /// A packet of a box's sound, authenticated and new.
    virtual void audio(BoxId box, const RtpView& packet, Instant arrived) = 0;

    /// The box is there, the first time since this program started or the box was forgotten; its state()
    /// is known. A new session in place of another is not told.
    virtual void joined(BoxId box, Instant now) = 0;
    /// Unheard for 3 s while it speaks, for 12 s otherwise. Its session stays.
    virtual void lost(BoxId box, Instant now) = 0;
    /// Heard again after lost(), in the same session or a new one.
    virtual void returned(BoxId box, Instant now) = 0;
    /// Presses not told before; each exactly once. Those of a box are in order, short and long among
    /// each other are not.
    virtual void presses(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses,
                         Instant now) = 0;
    /// The box's state() is another.
    virtual void state_changed(BoxId box, Instant now) = 0;
    /// A message of net/transfer, authenticated and new.
    virtual void transfer(BoxId, Bytes, Instant) {}
    /// For the log. The name is what the card says, and was not proven.
    virtual void refused(std::string_view name, RefusalReason why, const Endpoint& from) = 0;
};

}  // namespace giaoban::net
