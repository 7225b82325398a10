#pragma once

#include <cstdint>
#include <optional>

#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/admission.h"
#include "net/keys/attempt_ledger.h"
#include "net/keys/card.h"
#include "net/keys/cookie.h"
#include "net/keys/handshake_datagram.h"
#include "net/keys/noise.h"
#include "net/keys/pending_sessions.h"
#include "net/keys/refusal.h"

namespace giaoban::net {

/// A first message that was opened: whoever sent it holds `box`'s private key, and now or earlier
/// wanted to talk to this mixing box.
class OpenedInitiation {
  public:
    [[nodiscard]] const PublicKey& box() const noexcept { return noise_.remote(); }
    [[nodiscard]] const CardName& card() const noexcept { return card_; }
    [[nodiscard]] std::uint64_t attempt() const noexcept { return attempt_; }

  private:
    friend class ResponderHandshake;
    OpenedInitiation(NoiseResponder noise, CardName card, std::uint32_t remote_index,
                     std::uint64_t attempt) noexcept;

    NoiseResponder noise_;
    CardName card_;
    std::uint32_t remote_index_;
    std::uint64_t attempt_;
};

/// Why a first message was not opened, or not answered.
enum class InitiationTrouble : std::uint8_t {
    malformed,     ///< wrong size or kind, or nonsense inside
    stranger,      ///< mac1 is wrong: the sender does not know whom it talks to. No answer
    wants_cookie,  ///< under load, and the sender has not shown that its address is real
    forged,        ///< it does not open
    repeated,      ///< this very attempt was opened before: the network repeated it. No answer
    stale,    ///< an older attempt than one that was seen: a replay, or a box that lost its count
    version,  ///< a version that is not spoken here
};

/// The mixing box's end of every handshake: it opens first messages; its owner, who has the roster,
/// decides; it writes the answer.
///
///     read(datagram, source)
///       `- answer: send it and forget the datagram (cookie or refusal)
///       `- opened: look at card() and box(), call judge() (admission.h), then accept() or refuse()
///
/// Nothing is kept for a sender that is not known: a cookie is computed anew from its address. What
/// accept() makes is no session yet: PendingSessions holds it until the box has shown that it has the
/// keys, and a live session stays untouched until then.
///
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  a stranger costs one hash; a first message two multiplications on the curve; an
///             answer three.
/// Errors:     see InitiationTrouble; counts() has them all.
/// Bounds:     remembers the last attempt of at most AttemptLedger::capacity boxes.
/// Source:     Noise revision 34; WireGuard (Donenfeld, NDSS 2017) sections 5.3 and 5.4.
class ResponderHandshake {
  public:
    /// Beyond `free_per_second` first messages, senders must show that their address is real.
    ResponderHandshake(KeyPair own, RandomSource& random,
                       std::uint32_t free_per_second = CookieGate::usual_per_second) noexcept;

    struct Reading {
        std::optional<InitiationTrouble> trouble;  ///< if it was not opened
        std::optional<HandshakeDatagram> answer;   ///< to be sent back to where it came from
        std::optional<OpenedInitiation> opened;
    };
    /// `source` is the sender's address and port as bytes, in any form that is the same every time.
    [[nodiscard]] Reading read(Bytes datagram, Bytes source, Instant now) noexcept;

    /// What the new session is to be. Indices and SSRCs are the owner's to choose, by chance, so that
    /// no other session of this mixing box has them (and no earlier one of this box: see
    /// SessionKeys).
    struct Terms {
        SrtpProfile profile = SrtpProfile::aes_cm_128_hmac_sha1_80;
        std::uint32_t local_index = 0;
        std::uint32_t uplink_ssrc = 0;
        std::uint32_t downlink_ssrc = 0;
    };
    struct Accepted {
        HandshakeDatagram answer;
        UnconfirmedSession session;
    };
    /// `enrolment` is what judge() gave for a card that is used for the first time, and nothing for a box
    /// that is pinned.
    [[nodiscard]] Accepted accept(const OpenedInitiation& opened, const SecretKey* enrolment,
                                  const Terms& terms) noexcept;

    [[nodiscard]] HandshakeDatagram refuse(const OpenedInitiation& opened,
                                           RefusalReason reason) noexcept;

    struct Counts {
        std::uint64_t opened = 0;
        std::uint64_t malformed = 0;
        std::uint64_t stranger = 0;
        std::uint64_t wants_cookie = 0;
        std::uint64_t forged = 0;
        std::uint64_t repeated = 0;
        std::uint64_t stale = 0;
        std::uint64_t version = 0;
    };
    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

  private:
    [[nodiscard]] Reading trouble(InitiationTrouble what) noexcept;
    [[nodiscard]] Reading open(Bytes datagram) noexcept;
    [[nodiscard]] Reading understand(NoiseResponder noise, std::uint32_t remote_index,
                                     Bytes payload) noexcept;
    [[nodiscard]] HandshakeDatagram write_refusal(const NoiseResponder& noise,
                                                  std::uint32_t remote_index, RefusalReason reason,
                                                  std::uint64_t newest_attempt) noexcept;

    KeyPair own_;
    RandomSource& random_;
    CookieGate gate_;
    AttemptLedger ledger_;
    Counts counts_;
};

}  // namespace giaoban::net
