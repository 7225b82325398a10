// Everything that net/keys takes from the network. The first byte says how deep the rest is to reach: as it is, behind
// a mac1 that fits, or sealed so well that only its content is strange.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "config/vocab/ensure.h"
#include "config/vocab/random.h"
#include "net/keys/crypto.h"
#include "net/keys/derive.h"
#include "net/keys/initiator_handshake.h"
#include "net/keys/responder_handshake.h"

namespace giaoban::net {
namespace {

using Datagram = std::vector<std::byte>;

constexpr std::string_view source = "192.0.2.1:5004";
constexpr Instant now{std::chrono::hours(1)};

const KeyPair& mixer_key() {
    static const KeyPair key = [] {
        SeededRandom random(1);
        return KeyPair::generate(random);
    }();
    return key;
}
const KeyPair& box_key() {
    static const KeyPair key = [] {
        SeededRandom random(2);
        return KeyPair::generate(random);
    }();
    return key;
}
const CardName& card() {
    static const CardName name = CardName::from("Xa A").value();
    return name;
}

/// One box that has called once, and the mixing box that it calls.
struct Parties {
    SeededRandom random{3};
    ResponderHandshake mixer{mixer_key().copy(), random};
    InitiatorHandshake box{{box_key().copy(), mixer_key().public_key, card(), {}, 1}, random};
    HandshakeDatagram call{box.start(now)};

    /// What becomes of a first message: if it opens, both ends must come to the same keys.
    void to_mixer(Bytes datagram) {
        auto reading = mixer.read(datagram, as_bytes(source), now);
        ensure(reading.opened.has_value() != reading.trouble.has_value(), "opened, or in trouble");
        ensure(!reading.answer || reading.answer->bytes().size() < datagram.size(),
               "an answer is shorter than what it answers");
        if (!reading.opened) return;
        const auto accepted = mixer.accept(
            *reading.opened, nullptr, {.local_index = 1, .uplink_ssrc = 2, .downlink_ssrc = 3});
        (void)mixer.refuse(*reading.opened, RefusalReason::full);
        (void)box.on_datagram(accepted.answer.bytes(), now);
    }
    void to_box(Bytes datagram) {
        const auto outcome = box.on_datagram(datagram, now);
        ensure(outcome.keys.has_value() == (outcome.progress == CallProgress::agreed),
               "keys come with agreement");
    }
};

Datagram with_header(KeyDatagram kind, std::uint32_t index, Bytes body) {
    Datagram datagram(header_size);
    write_header(datagram, kind, index);
    datagram.insert(datagram.end(), body.begin(), body.end());
    return datagram;
}

/// A first message whose mac1 fits and whose rest is the input.
void initiation_with_mac(Parties& parties, Bytes input) {
    Datagram datagram = with_header(KeyDatagram::initiation, 9, input);
    datagram.resize(datagram.size() + 2 * mac_size);
    (void)CookieHolder(mixer_key().public_key).write_macs(datagram, now);
    parties.to_mixer(datagram);
}

/// A first message that opens; the input is what it says.
void initiation_sealed(Parties& parties, Bytes input) {
    Datagram datagram(header_size + noise1_overhead + input.size() + 2 * mac_size);
    const MutableBytes bytes(datagram);
    write_header(bytes, KeyDatagram::initiation, 9);
    const Prologue prologue(bytes.first<header_size>());
    NoiseInitiator noise(prologue.bytes, box_key(), mixer_key().public_key);
    ensure(noise.write_first(PrivateKey::generate(parties.random), input,
                             bytes.subspan(header_size, noise1_overhead + input.size())),
           "the keys are good");
    (void)CookieHolder(mixer_key().public_key).write_macs(bytes, now);
    parties.to_mixer(bytes);
}

/// An answer with a mac1 that fits and the input for a message, or sealed with the input for content.
void response(Parties& parties, Bytes input, bool sealed) {
    const Bytes call = parties.call.bytes();
    Datagram datagram(response_size);
    const MutableBytes bytes(datagram);
    write_header(bytes, KeyDatagram::response, load_u32(call.subspan(index_at)));
    const MutableBytes message = bytes.subspan(header_size, noise2_overhead + response_payload);
    std::array<std::byte, response_payload> payload{};
    std::copy_n(input.begin(), std::min(input.size(), payload.size()), payload.begin());
    std::copy_n(input.begin(), std::min(input.size(), message.size()), message.begin());
    if (sealed) {
        std::array<std::byte, initiation_payload> opened{};
        const Prologue prologue(call.first<header_size>());
        const auto noise = NoiseResponder::read_first(
            prologue.bytes, mixer_key(),
            call.subspan(header_size, noise1_overhead + initiation_payload), opened);
        ensure(noise.has_value(), "a call opens");
        ensure(
            noise->write_second(PrivateKey::generate(parties.random), SecretKey(), payload, message)
                .has_value(),
            "the keys are good");
    }
    const Mac mac = MacKey(box_key().public_key).mac1(bytes.first(response_size - mac_size));
    std::ranges::copy(mac, bytes.last(mac_size).begin());
    parties.to_box(bytes);
}

/// A refusal that only the mixing box can seal; the input is what it says.
void refusal_sealed(Parties& parties, Bytes input) {
    const Bytes call = parties.call.bytes();
    std::array<std::byte, initiation_payload> opened{};
    const Prologue prologue(call.first<header_size>());
    const auto noise = NoiseResponder::read_first(
        prologue.bytes, mixer_key(),
        call.subspan(header_size, noise1_overhead + initiation_payload), opened);
    const auto shared = mixer_key().private_key.shared_with(box_key().public_key);
    ensure(noise.has_value() && shared.has_value(), "a call opens");
    Datagram datagram(refusal_size);
    const MutableBytes bytes(datagram);
    write_header(bytes, KeyDatagram::refusal, load_u32(call.subspan(index_at)));
    std::array<std::byte, refusal_payload> payload{};
    std::copy_n(input.begin(), std::min(input.size(), payload.size()), payload.begin());
    const SecretKey key = refusal_key(*shared, noise->hash());
    xaead_seal(key.bytes(), bytes.subspan(header_size, 24), bytes.first(header_size), payload,
               bytes.subspan(header_size + 24));
    parties.to_box(bytes);
    (void)parties.box.start(now);
}

/// Control datagrams, as they are and sealed, at a live session and at one that is offered.
void control(Parties& parties, Bytes input) {
    auto reading = parties.mixer.read(parties.call.bytes(), as_bytes(source), now);
    ensure(reading.opened.has_value(), "a call opens");
    auto accepted = parties.mixer.accept(*reading.opened, nullptr,
                                         {.local_index = 1, .uplink_ssrc = 2, .downlink_ssrc = 3});
    const auto outcome = parties.box.on_datagram(accepted.answer.bytes(), now);
    ensure(outcome.keys.has_value(), "an answer opens");
    PendingSessions pending(PendingSessions::per_box);
    pending.hold(std::move(accepted.session), now);
    Datagram strange = with_header(KeyDatagram::control, 1, input);
    ensure(!pending.confirm(strange, now).has_value(), "nobody else confirms a session");
    ControlCipher cipher(*outcome.keys);
    Datagram sealed(input.size() + control_overhead);
    (void)cipher.seal(input, sealed);
    auto confirmed = pending.confirm(sealed, now);
    ensure(confirmed.has_value() && std::ranges::equal(confirmed->message, input),
           "the box confirms it");
    strange = with_header(KeyDatagram::control, 1, input);
    ensure(!confirmed->control.open(strange).has_value(), "nobody else speaks in it");
}

void play(std::uint8_t how, Bytes input) {
    Parties parties;
    const std::uint32_t index = load_u32(parties.call.bytes().subspan(index_at));
    switch (how % 10) {
        case 0: return parties.to_mixer(input);
        case 1: return initiation_with_mac(parties, input);
        case 2: return initiation_sealed(parties, input);
        case 3: return parties.to_box(input);
        case 4: return response(parties, input, false);
        case 5: return response(parties, input, true);
        case 6: return parties.to_box(with_header(KeyDatagram::cookie, index, input));
        case 7: return parties.to_box(with_header(KeyDatagram::refusal, index, input));
        case 8: return refusal_sealed(parties, input);
        default: return control(parties, input);
    }
}

}  // namespace
}  // namespace giaoban::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The longest datagram that is looked into has 512 bytes (initiation_most).
    if (size < 1 || size > 600) return 0;
    giaoban::net::play(data[0], std::as_bytes(std::span(data + 1, size - 1)));
    return 0;
}
