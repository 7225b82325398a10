#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/card.h"
#include "net/keys/cookie.h"
#include "net/keys/handshake_datagram.h"
#include "net/keys/noise.h"
#include "net/keys/refusal.h"
#include "net/keys/session_keys.h"

namespace giaoban::net {

/// Who a box is and whom it calls.
struct BoxIdentity {
    KeyPair own;
    PublicKey mixer_key;
    CardName card;
    std::optional<SecretKey> enrolment;  ///< while it has not been used up
    std::uint32_t boot_count = 0;        ///< see boot_counter.h
};

/// What became of a datagram that reached a box while it calls.
enum class CallProgress : std::uint8_t {
    ignored,  ///< not for this call, or not from the mixing box: nothing has changed
    cookie,  ///< the mixing box is under load: the next attempt will show that this address is real
    refused,  ///< the mixing box itself said no; keep calling, since what it dislikes can be mended there
    agreed,  ///< there are keys: send something over the control channel at once, which confirms them
};

/// The box's end of the handshake: Noise IKpsk2, as many attempts as it takes.
///
///     start()  -> send it; again after pause(), for ever, until on_datagram() answers `agreed`
///
/// The answer to any of the last `attempts_kept` attempts is taken, so that a round trip may take
/// longer than the pause. A datagram that is damaged, forged, repeated or late changes nothing.
/// A live session of this box is not touched by it: the owner keeps it until the new one has carried
/// something.
///
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  allocates nothing; an attempt costs three multiplications on the curve, an answer two.
/// Errors:     see CallProgress; counts() tells why datagrams were ignored.
/// Source:     Noise revision 34; WireGuard (Donenfeld, NDSS 2017) sections 5.3 and 5.4 for
///             mac1, mac2 and cookie.
class InitiatorHandshake {
  public:
    // At one attempt a second, eight are a round trip of 8 s; mobile links with a full queue have
    // been seen at 4 s.
    static constexpr std::size_t attempts_kept = 8;

    InitiatorHandshake(BoxIdentity identity, RandomSource& random) noexcept;

    /// A new attempt, with a new ephemeral key. It takes the place of the oldest one kept.
    [[nodiscard]] HandshakeDatagram start(Instant now) noexcept;

    /// How long to wait before the next attempt: 1 s, give or take a tenth, so that boxes whose
    /// power came back in the same instant drift apart.
    [[nodiscard]] Duration pause() noexcept;

    struct Outcome {
        CallProgress progress = CallProgress::ignored;
        std::optional<RefusalReason> refusal;  ///< with `refused`
        std::optional<SessionKeys> keys;       ///< with `agreed`; all attempts are forgotten then
    };
    /// Takes a datagram of the kinds response, cookie or refusal.
    [[nodiscard]] Outcome on_datagram(Bytes datagram, Instant now) noexcept;

    /// Gives up all attempts: their answers are ignored from now on.
    void abandon() noexcept;
    [[nodiscard]] bool calling() const noexcept;

    /// After the first control datagram of the mixing box: its enrolment secret is used up.
    void forget_enrolment() noexcept;
    [[nodiscard]] bool holds_enrolment() const noexcept { return identity_.enrolment.has_value(); }

    struct Counts {
        std::uint64_t malformed = 0;  ///< wrong size or kind
        std::uint64_t not_ours = 0;   ///< no attempt of that index is under way
        std::uint64_t forged = 0;     ///< not from the mixing box, or damaged
        std::uint64_t undecipherable =
            0;  ///< addressed to this box's key, but opened with neither secret: the
                ///< mixing box has another enrolment secret for this card
    };
    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

  private:
    struct Attempt {
        std::uint32_t index;
        NoiseInitiator noise;
        std::array<std::byte, 16> mac1;
        SecretKey refusal_key;
    };

    [[nodiscard]] std::optional<Attempt>* find(std::uint32_t index) noexcept;
    [[nodiscard]] std::uint32_t unused_index() noexcept;
    void write_payload(MutableBytes payload) const noexcept;
    [[nodiscard]] Outcome on_response(const Attempt& attempt, Bytes datagram) noexcept;
    [[nodiscard]] Outcome on_cookie(const Attempt& attempt, Bytes datagram, Instant now) noexcept;
    [[nodiscard]] Outcome on_refusal(const Attempt& attempt, Bytes datagram) noexcept;
    [[nodiscard]] Outcome agree(const Attempt& attempt, const NoiseSecrets& secrets,
                                Bytes payload) noexcept;

    BoxIdentity identity_;
    RandomSource& random_;
    CookieHolder cookie_;
    MacKey own_mac_key_;
    std::uint64_t next_attempt_;
    std::array<std::optional<Attempt>, attempts_kept> attempts_;
    std::size_t oldest_ = 0;
    Counts counts_;
};

}  // namespace giaoban::net
