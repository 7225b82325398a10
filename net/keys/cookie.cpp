#include "net/keys/cookie.h"

#include <algorithm>

#include "config/vocab/ensure.h"
#include "net/keys/crypto.h"

namespace giaoban::net {
namespace {

constexpr std::size_t nonce_size = 24;  // XChaCha20-Poly1305

/// A datagram with both macs at its end, taken apart.
struct MacFields {
    Bytes before_mac1;
    Bytes before_mac2;
    Bytes mac1;
    Bytes mac2;
};

MacFields take_apart(Bytes initiation) noexcept {
    ensure(initiation.size() >= 2 * mac_size, "an initiation ends with two macs");
    const std::size_t end = initiation.size();
    return {initiation.first(end - 2 * mac_size), initiation.first(end - mac_size),
            initiation.subspan(end - 2 * mac_size, mac_size), initiation.last(mac_size)};
}

Mac mac_with(Bytes key, Bytes message) noexcept {
    Mac mac{};
    keyed_blake2b(key, {message}, mac);
    return mac;
}

}  // namespace

MacKey::MacKey(const PublicKey& receiver) noexcept {
    keyed_blake2b({}, {as_bytes("giaoban v1 mac1"), receiver.bytes()}, mac1_);
    keyed_blake2b({}, {as_bytes("giaoban v1 cookie"), receiver.bytes()}, cookie_);
}

Mac MacKey::mac1(Bytes message) const noexcept { return mac_with(mac1_, message); }

Mac CookieHolder::write_macs(MutableBytes initiation, Instant now) const noexcept {
    const MacFields fields = take_apart(initiation);
    const Mac mac1 = key_.mac1(fields.before_mac1);
    std::ranges::copy(mac1, initiation.last(2 * mac_size).begin());
    Mac mac2{};
    if (cookie_ && now - taken_ < lifetime) mac2 = mac_with(*cookie_, fields.before_mac2);
    std::ranges::copy(mac2, initiation.last(mac_size).begin());
    return mac1;
}

bool CookieHolder::take(Bytes datagram, const Mac& mac1, Instant now) noexcept {
    if (datagram.size() != cookie_size) return false;
    Cookie cookie{};
    if (!xaead_open(key_.cookie_key(), datagram.subspan(header_size, nonce_size), mac1,
                    datagram.subspan(header_size + nonce_size), cookie)) {
        return false;
    }
    cookie_ = cookie;
    taken_ = now;
    return true;
}

CookieGate::CookieGate(const PublicKey& own, RandomSource& random,
                       std::uint32_t free_per_second) noexcept
    : key_(own), random_(random) {
    ensure(free_per_second > 0, "somebody is let in without a cookie");
    token_ = Duration{Seconds{1}} / free_per_second;
}

CookieGate::Verdict CookieGate::judge(Bytes initiation, Bytes source, Instant now) noexcept {
    const MacFields fields = take_apart(initiation);
    if (!equal_in_constant_time(key_.mac1(fields.before_mac1), fields.mac1)) {
        return Verdict::stranger;
    }
    rotate(now);
    if (shows_cookie(initiation, source)) return Verdict::open;
    return take_token(now) ? Verdict::open : Verdict::wants_cookie;
}

HandshakeDatagram CookieGate::write_cookie(Bytes initiation, Bytes source, Instant now) noexcept {
    rotate(now);
    const MacFields fields = take_apart(initiation);
    const Cookie cookie = mac_with(secret_.bytes(), source);
    HandshakeDatagram answer(cookie_size);
    const MutableBytes bytes = answer.bytes();
    write_header(bytes, KeyDatagram::cookie, load_u32(initiation.subspan(index_at)));
    const MutableBytes nonce = bytes.subspan(header_size, nonce_size);
    random_.fill(nonce);
    xaead_seal(key_.cookie_key(), nonce, fields.mac1, cookie,
               bytes.subspan(header_size + nonce_size));
    return answer;
}

bool CookieGate::shows_cookie(Bytes initiation, Bytes source) const noexcept {
    const MacFields fields = take_apart(initiation);
    const auto fits = [&](const SecretKey& secret) {
        const Cookie cookie = mac_with(secret.bytes(), source);
        return equal_in_constant_time(mac_with(cookie, fields.before_mac2), fields.mac2);
    };
    return fits(secret_) || fits(previous_);
}

bool CookieGate::take_token(Instant now) noexcept {
    constexpr Duration full = Seconds{seconds_at_once};
    if (counted_) credit_ = std::min(full, credit_ + std::max(Duration::zero(), now - *counted_));
    counted_ = now;
    if (credit_ < token_) return false;
    credit_ -= token_;
    return true;
}

void CookieGate::rotate(Instant now) noexcept {
    if (since_ && now - *since_ < secret_lifetime) return;
    // After a long quiet time the last secret is as old as the one before it.
    const bool last_is_old = !since_ || now - *since_ >= 2 * secret_lifetime;
    previous_ = std::move(secret_);
    if (last_is_old) random_.fill(previous_.bytes());
    random_.fill(secret_.bytes());
    since_ = now;
}

}  // namespace giaoban::net
