#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/datagram.h"
#include "net/keys/handshake_datagram.h"
#include "net/keys/keys.h"

namespace giaoban::net {

using Mac = std::array<std::byte, mac_size>;
using Cookie = std::array<std::byte, 16>;

/// What mac1 is computed with: not secret, but known only to those who know whom they talk to.
class MacKey {
  public:
    explicit MacKey(const PublicKey& receiver) noexcept;
    [[nodiscard]] Mac mac1(Bytes message) const noexcept;
    /// The key that a cookie for this receiver is sealed with.
    [[nodiscard]] const std::array<std::byte, 32>& cookie_key() const noexcept { return cookie_; }

  private:
    std::array<std::byte, 32> mac1_{};
    std::array<std::byte, 32> cookie_{};
};

/// The box's end: writes mac1 and mac2 and keeps a cookie.
///
/// Source: WireGuard (Donenfeld, NDSS 2017) sections 5.3, 5.4.4 and 5.4.7.
class CookieHolder {
  public:
    // The mixing box changes its secret every 2 min and takes the last one besides.
    static constexpr Seconds lifetime{120};

    explicit CookieHolder(const PublicKey& mixer) noexcept : key_(mixer) {}

    /// Fills the last 32 bytes of an initiation, and gives back its mac1.
    Mac write_macs(MutableBytes initiation, Instant now) const noexcept;
    /// Takes a cookie datagram that answers the initiation with that mac1. False if it is damaged or
    /// not from the mixing box.
    [[nodiscard]] bool take(Bytes datagram, const Mac& mac1, Instant now) noexcept;

  private:
    MacKey key_;
    std::optional<Cookie> cookie_;
    Instant taken_{};
};

/// The mixing box's end: lets through who knows its key and, under load, who also receives at the
/// address that it sends from. Keeps nothing for anybody.
///
/// Source: WireGuard (Donenfeld, NDSS 2017) sections 5.3, 5.4.4 and 5.4.7.
class CookieGate {
  public:
    static constexpr Seconds secret_lifetime{120};
    // A first message and its answer take 0.2 ms of an x86-64 server's core (test_net_keys
    // "[measure]"): 100 a second are a fiftieth of it, and a tenth of a core five times slower.
    static constexpr std::uint32_t usual_per_second = 100;
    // At once after a quiet time: what two seconds give, so that a province's hundred boxes, which try
    // again within a second of each other after a power cut, come back without cookies.
    static constexpr std::uint32_t seconds_at_once = 2;

    enum class Verdict : std::uint8_t { open, stranger, wants_cookie };

    /// So many first messages a second (at least one: ensure) are let through without a cookie.
    CookieGate(const PublicKey& own, RandomSource& random,
               std::uint32_t free_per_second = usual_per_second) noexcept;

    /// `initiation` is long enough for both macs (ensure).
    [[nodiscard]] Verdict judge(Bytes initiation, Bytes source, Instant now) noexcept;
    [[nodiscard]] HandshakeDatagram write_cookie(Bytes initiation, Bytes source,
                                                 Instant now) noexcept;

  private:
    [[nodiscard]] bool shows_cookie(Bytes initiation, Bytes source) const noexcept;
    [[nodiscard]] bool take_token(Instant now) noexcept;
    void rotate(Instant now) noexcept;

    MacKey key_;
    RandomSource& random_;
    SecretKey secret_;
    SecretKey previous_;
    std::optional<Instant> since_;
    Duration token_{};  // what one first message costs
    Duration credit_ = Seconds{seconds_at_once};
    std::optional<Instant> counted_;
};

}  // namespace giaoban::net
