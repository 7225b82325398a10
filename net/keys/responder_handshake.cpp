#include "net/keys/responder_handshake.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/vocab/ensure.h"
#include "net/keys/crypto.h"
#include "net/keys/derive.h"

namespace giaoban::net {
namespace {

constexpr std::size_t nonce_size = 24;  // XChaCha20-Poly1305

/// What a first message of this version says.
struct Wish {
    CardName card;
    std::uint64_t attempt;
};

std::optional<Wish> understood(Bytes payload) {
    if (payload.size() != initiation_payload) return std::nullopt;
    const Bytes name = payload.subspan(12);
    const auto length = std::to_integer<std::size_t>(payload[2]);
    if (length > name.size()) return std::nullopt;
    const bool padded =
        std::ranges::all_of(name.subspan(length), [](std::byte b) { return b == std::byte{0}; });
    auto card = CardName::from(as_text(name.first(length)));
    if (!padded || payload[3] != std::byte{0} || !card) return std::nullopt;
    return Wish{std::move(card).value(), load_u64(payload.subspan(4))};
}

}  // namespace

OpenedInitiation::OpenedInitiation(NoiseResponder noise, CardName card, std::uint32_t remote_index,
                                   std::uint64_t attempt) noexcept
    : noise_(std::move(noise)),
      card_(std::move(card)),
      remote_index_(remote_index),
      attempt_(attempt) {}

ResponderHandshake::ResponderHandshake(KeyPair own, RandomSource& random,
                                       std::uint32_t free_per_second) noexcept
    : own_(std::move(own)), random_(random), gate_(own_.public_key, random, free_per_second) {}

ResponderHandshake::Reading ResponderHandshake::read(Bytes datagram, Bytes source,
                                                     Instant now) noexcept {
    if (kind_of(datagram) != KeyDatagram::initiation || datagram.size() < initiation_least ||
        datagram.size() > initiation_most) {
        return trouble(InitiationTrouble::malformed);
    }
    switch (gate_.judge(datagram, source, now)) {
        case CookieGate::Verdict::open: return open(datagram);
        case CookieGate::Verdict::stranger: return trouble(InitiationTrouble::stranger);
        case CookieGate::Verdict::wants_cookie: break;
    }
    Reading reading = trouble(InitiationTrouble::wants_cookie);
    reading.answer = gate_.write_cookie(datagram, source, now);
    return reading;
}

ResponderHandshake::Reading ResponderHandshake::open(Bytes datagram) noexcept {
    const Bytes message =
        datagram.subspan(header_size, datagram.size() - header_size - 2 * mac_size);
    std::array<std::byte, initiation_most> buffer{};
    const MutableBytes payload = MutableBytes(buffer).first(message.size() - noise1_overhead);
    const Prologue prologue(datagram.first<header_size>());
    auto noise = NoiseResponder::read_first(prologue.bytes, own_, message, payload);
    if (!noise) return trouble(InitiationTrouble::forged);
    return understand(*std::move(noise), load_u32(datagram.subspan(index_at)), payload);
}

ResponderHandshake::Reading ResponderHandshake::understand(NoiseResponder noise,
                                                           std::uint32_t remote_index,
                                                           Bytes payload) noexcept {
    if (load_u16(payload) != protocol_version) {
        Reading reading = trouble(InitiationTrouble::version);
        reading.answer = write_refusal(noise, remote_index, RefusalReason::version, 0);
        return reading;
    }
    auto wish = understood(payload);
    if (!wish) return trouble(InitiationTrouble::malformed);
    switch (ledger_.judge(noise.remote(), wish->attempt)) {
        case AttemptLedger::Verdict::fresh: break;
        case AttemptLedger::Verdict::repeated: return trouble(InitiationTrouble::repeated);
        case AttemptLedger::Verdict::stale: {
            Reading reading = trouble(InitiationTrouble::stale);
            reading.answer = write_refusal(noise, remote_index, RefusalReason::stale_attempt,
                                           ledger_.newest(noise.remote()));
            return reading;
        }
    }
    ++counts_.opened;
    Reading reading;
    reading.opened =
        OpenedInitiation(std::move(noise), std::move(wish->card), remote_index, wish->attempt);
    return reading;
}

ResponderHandshake::Accepted ResponderHandshake::accept(const OpenedInitiation& opened,
                                                        const SecretKey* enrolment,
                                                        const Terms& terms) noexcept {
    ensure(terms.uplink_ssrc != terms.downlink_ssrc, "each direction has an SSRC of its own");
    HandshakeDatagram answer(response_size);
    const MutableBytes bytes = answer.bytes();
    write_header(bytes, KeyDatagram::response, opened.remote_index_);
    std::array<std::byte, response_payload> payload{};
    const MutableBytes fields(payload);
    store_u16(fields, protocol_version);
    payload[2] = static_cast<std::byte>(terms.profile);
    store_u32(fields.subspan(4), terms.local_index);
    store_u32(fields.subspan(8), terms.uplink_ssrc);
    store_u32(fields.subspan(12), terms.downlink_ssrc);
    const SecretKey no_secret;
    const auto secrets = opened.noise_.write_second(
        PrivateKey::generate(random_), enrolment != nullptr ? *enrolment : no_secret, payload,
        bytes.subspan(header_size, noise2_overhead + response_payload));
    ensure(secrets.has_value(), "a PublicKey is never weak");
    const Mac mac = MacKey(opened.box()).mac1(bytes.first(response_size - mac_size));
    std::ranges::copy(mac, bytes.last(mac_size).begin());

    // A box that is not pinned may be anybody who knows a card's name: no memory is spent on it.
    if (enrolment == nullptr) ledger_.remember(opened.box(), opened.attempt_);

    SessionKeys keys = derive_keys(*secrets, terms.profile, End::mixer);
    keys.local_index = terms.local_index;
    keys.remote_index = opened.remote_index_;
    keys.uplink_ssrc = terms.uplink_ssrc;
    keys.downlink_ssrc = terms.downlink_ssrc;
    return {answer, UnconfirmedSession(opened.box(), opened.card_, opened.attempt_,
                                       enrolment != nullptr, std::move(keys))};
}

HandshakeDatagram ResponderHandshake::refuse(const OpenedInitiation& opened,
                                             RefusalReason reason) noexcept {
    return write_refusal(opened.noise_, opened.remote_index_, reason, 0);
}

HandshakeDatagram ResponderHandshake::write_refusal(const NoiseResponder& noise,
                                                    std::uint32_t remote_index,
                                                    RefusalReason reason,
                                                    std::uint64_t newest_attempt) noexcept {
    HandshakeDatagram answer(refusal_size);
    const MutableBytes bytes = answer.bytes();
    write_header(bytes, KeyDatagram::refusal, remote_index);
    std::array<std::byte, refusal_payload> payload{};
    const MutableBytes fields(payload);
    payload[0] = static_cast<std::byte>(reason);
    store_u16(fields.subspan(2), protocol_version);
    store_u64(fields.subspan(4), newest_attempt);
    const auto shared = own_.private_key.shared_with(noise.remote());
    ensure(shared.has_value(), "a PublicKey is never weak");
    const SecretKey key = refusal_key(*shared, noise.hash());
    // By chance, since a first message that is repeated may be refused for another reason then.
    const MutableBytes nonce = bytes.subspan(header_size, nonce_size);
    random_.fill(nonce);
    xaead_seal(key.bytes(), nonce, bytes.first(header_size), payload,
               bytes.subspan(header_size + nonce_size));
    return answer;
}

ResponderHandshake::Reading ResponderHandshake::trouble(InitiationTrouble what) noexcept {
    switch (what) {
        case InitiationTrouble::malformed: ++counts_.malformed; break;
        case InitiationTrouble::stranger: ++counts_.stranger; break;
        case InitiationTrouble::wants_cookie: ++counts_.wants_cookie; break;
        case InitiationTrouble::forged: ++counts_.forged; break;
        case InitiationTrouble::repeated: ++counts_.repeated; break;
        case InitiationTrouble::stale: ++counts_.stale; break;
        case InitiationTrouble::version: ++counts_.version; break;
    }
    return {what, std::nullopt, std::nullopt};
}

}  // namespace giaoban::net
