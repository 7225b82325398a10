#include "net/keys/initiator_handshake.h"

#include <algorithm>
#include <span>

#include "config/vocab/ensure.h"
#include "net/keys/crypto.h"
#include "net/keys/derive.h"

namespace giaoban::net {
namespace {

constexpr std::size_t nonce_size = 24;  // XChaCha20-Poly1305

}  // namespace

InitiatorHandshake::InitiatorHandshake(BoxIdentity identity, RandomSource& random) noexcept
    : identity_(std::move(identity)),
      random_(random),
      cookie_(identity_.mixer_key),
      own_mac_key_(identity_.own.public_key),
      next_attempt_(std::uint64_t{identity_.boot_count} << 32U) {}

HandshakeDatagram InitiatorHandshake::start(Instant now) noexcept {
    HandshakeDatagram datagram(initiation_size);
    const MutableBytes bytes = datagram.bytes();
    const std::uint32_t index = unused_index();
    write_header(bytes, KeyDatagram::initiation, index);
    std::array<std::byte, initiation_payload> payload{};
    write_payload(payload);
    ++next_attempt_;

    const Prologue prologue(bytes.first<header_size>());
    NoiseInitiator noise(prologue.bytes, identity_.own, identity_.mixer_key);
    const bool written =
        noise.write_first(PrivateKey::generate(random_), payload,
                          bytes.subspan(header_size, noise1_overhead + initiation_payload));
    const auto shared = identity_.own.private_key.shared_with(identity_.mixer_key);
    ensure(written && shared.has_value(), "a PublicKey is never weak");
    SecretKey refusal = refusal_key(*shared, noise.hash());
    const Mac mac1 = cookie_.write_macs(bytes, now);

    attempts_.at(oldest_).emplace(Attempt{index, std::move(noise), mac1, std::move(refusal)});
    oldest_ = (oldest_ + 1) % attempts_kept;
    return datagram;
}

Duration InitiatorHandshake::pause() noexcept {
    const double factor = 0.9 + 0.2 * random_.unit();
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(factor));
}

InitiatorHandshake::Outcome InitiatorHandshake::on_datagram(Bytes datagram, Instant now) noexcept {
    const auto kind = kind_of(datagram);
    const bool fits = (kind == KeyDatagram::response && datagram.size() == response_size) ||
                      (kind == KeyDatagram::cookie && datagram.size() == cookie_size) ||
                      (kind == KeyDatagram::refusal && datagram.size() == refusal_size);
    if (!fits) {
        ++counts_.malformed;
        return {};
    }
    std::optional<Attempt>* attempt = find(load_u32(datagram.subspan(index_at)));
    if (attempt == nullptr) {
        ++counts_.not_ours;
        return {};
    }
    Outcome outcome;
    switch (*kind) {
        case KeyDatagram::response: outcome = on_response(**attempt, datagram); break;
        case KeyDatagram::cookie: outcome = on_cookie(**attempt, datagram, now); break;
        case KeyDatagram::refusal: outcome = on_refusal(**attempt, datagram); break;
        case KeyDatagram::initiation:
        case KeyDatagram::control:
        case KeyDatagram::no_session:
        case KeyDatagram::transfer: break;
    }
    if (outcome.progress == CallProgress::agreed) abandon();
    if (outcome.progress == CallProgress::refused) attempt->reset();
    return outcome;
}

InitiatorHandshake::Outcome InitiatorHandshake::on_response(const Attempt& attempt,
                                                            Bytes datagram) noexcept {
    const Bytes before_mac = datagram.first(response_size - mac_size);
    if (!equal_in_constant_time(own_mac_key_.mac1(before_mac), datagram.last(mac_size))) {
        ++counts_.forged;
        return {};
    }
    const SecretKey no_secret;
    std::array<const SecretKey*, 2> psks{&no_secret, nullptr};
    std::size_t known = 1;
    if (identity_.enrolment) psks = {&*identity_.enrolment, &no_secret}, known = 2;
    std::array<std::byte, response_payload> payload{};
    const auto secrets = attempt.noise.read_second(before_mac.subspan(header_size),
                                                   std::span(psks).first(known), payload);
    if (!secrets) {
        ++counts_.undecipherable;
        return {};
    }
    return agree(attempt, *secrets, payload);
}

InitiatorHandshake::Outcome InitiatorHandshake::agree(const Attempt& attempt,
                                                      const NoiseSecrets& secrets,
                                                      Bytes payload) noexcept {
    const auto profile = std::to_integer<std::uint8_t>(payload[2]);
    const std::uint32_t uplink = load_u32(payload.subspan(8));
    const std::uint32_t downlink = load_u32(payload.subspan(12));
    if (load_u16(payload) != protocol_version || !is_srtp_profile(profile) || uplink == downlink) {
        ++counts_.malformed;
        return {};
    }
    Outcome outcome{CallProgress::agreed, {}, {}};
    outcome.keys = derive_keys(secrets, static_cast<SrtpProfile>(profile), End::box);
    outcome.keys->local_index = attempt.index;
    outcome.keys->remote_index = load_u32(payload.subspan(4));
    outcome.keys->uplink_ssrc = uplink;
    outcome.keys->downlink_ssrc = downlink;
    return outcome;
}

InitiatorHandshake::Outcome InitiatorHandshake::on_cookie(const Attempt& attempt, Bytes datagram,
                                                          Instant now) noexcept {
    if (!cookie_.take(datagram, attempt.mac1, now)) {
        ++counts_.forged;
        return {};
    }
    return {CallProgress::cookie, {}, {}};
}

InitiatorHandshake::Outcome InitiatorHandshake::on_refusal(const Attempt& attempt,
                                                           Bytes datagram) noexcept {
    std::array<std::byte, refusal_payload> payload{};
    if (!xaead_open(attempt.refusal_key.bytes(), datagram.subspan(header_size, nonce_size),
                    datagram.first(header_size), datagram.subspan(header_size + nonce_size),
                    payload)) {
        ++counts_.forged;
        return {};
    }
    const auto reason = static_cast<RefusalReason>(payload[0]);
    if (reason == RefusalReason::stale_attempt) {
        const std::uint64_t newest = load_u64(Bytes(payload).subspan(4));
        // An attempt that a later one of our own overtook on its way: there is nothing to heal.
        if (newest < next_attempt_) return {};
        if (newest + 1 != 0) next_attempt_ = newest + 1;
    }
    return {CallProgress::refused, reason, {}};
}

void InitiatorHandshake::abandon() noexcept {
    for (auto& attempt : attempts_) {
        attempt.reset();
    }
}

bool InitiatorHandshake::calling() const noexcept {
    return std::ranges::any_of(attempts_, [](const auto& a) { return a.has_value(); });
}

void InitiatorHandshake::forget_enrolment() noexcept { identity_.enrolment.reset(); }

std::optional<InitiatorHandshake::Attempt>* InitiatorHandshake::find(std::uint32_t index) noexcept {
    const auto found = std::ranges::find_if(
        attempts_, [&](const auto& attempt) { return attempt && attempt->index == index; });
    return found == attempts_.end() ? nullptr : &*found;
}

std::uint32_t InitiatorHandshake::unused_index() noexcept {
    std::uint32_t index = random_.u32();
    while (find(index) != nullptr) {
        ++index;
    }
    return index;
}

void InitiatorHandshake::write_payload(MutableBytes payload) const noexcept {
    const Bytes name = as_bytes(identity_.card.text());
    store_u16(payload, protocol_version);
    payload[2] = static_cast<std::byte>(name.size());
    store_u64(payload.subspan(4), next_attempt_);
    std::ranges::copy(name, payload.subspan(12).begin());
}

}  // namespace giaoban::net
