#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "net/keys/card.h"
#include "net/keys/control_cipher.h"
#include "net/keys/session_keys.h"

namespace giaoban::net {

/// A session that both ends know of. It opened its first control datagram.
struct ConfirmedSession {
    PublicKey box;
    CardName card;
    bool first_contact =
        false;  ///< the card's secret was used: pin the box's key before anything is sent
    SessionKeys keys;
    ControlCipher control;  ///< has seen the first datagram already; use this one from now on
    MutableBytes message;   ///< what that datagram said, in the datagram's own bytes
};

/// A session that the mixing box has offered and the box has not taken up: only opening a control
/// datagram under its keys makes a session of it, so that a replayed first message never displaces
/// anything.
class UnconfirmedSession {
  public:
    UnconfirmedSession(PublicKey box, CardName card, std::uint64_t attempt, bool first_contact,
                       SessionKeys keys) noexcept;

    [[nodiscard]] const PublicKey& box() const noexcept { return box_; }
    [[nodiscard]] std::uint32_t local_index() const noexcept { return keys_.local_index; }
    [[nodiscard]] std::uint64_t attempt() const noexcept { return attempt_; }

    /// The keys go over into the answer; this object is spent then.
    [[nodiscard]] Expected<ConfirmedSession, ControlRefusal> confirm(
        MutableBytes datagram) noexcept;

  private:
    PublicKey box_;
    CardName card_;
    std::uint64_t attempt_;
    bool first_contact_;
    SessionKeys keys_;
    ControlCipher control_;
};

/// The sessions that were offered and not yet taken up.
///
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  its memory is taken in the constructor.
/// Bounds:     `capacity` in all and `per_box` for one box; when full, the oldest (of that box) goes.
class PendingSessions {
  public:
    // As many as a box keeps attempts (InitiatorHandshake::attempts_kept): any of them may be the one that it
    // takes up.
    static constexpr std::size_t per_box = 8;
    // Longer than a box waits for an answer (8 s), and time for its first control datagram to be
    // lost and sent again.
    static constexpr Seconds lifetime{30};

    explicit PendingSessions(std::size_t capacity);

    void hold(UnconfirmedSession session, Instant now);
    [[nodiscard]] bool has(std::uint32_t local_index) const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return held_.size(); }

    /// A control datagram whose index is none of a live session. If it opens one of these, that one
    /// is a session, and the others of the same box are forgotten.
    [[nodiscard]] Expected<ConfirmedSession, ControlRefusal> confirm(MutableBytes datagram,
                                                                     Instant now);

  private:
    struct Held {
        UnconfirmedSession session;
        Instant since;
    };
    void drop_old(Instant now);

    std::size_t capacity_;
    std::vector<Held> held_;  // oldest first
};

}  // namespace giaoban::net
