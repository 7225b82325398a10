#include "net/srtp/srtp_session.h"

#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {
namespace {

using Packet = std::vector<std::byte>;

constexpr std::uint32_t vector_ssrc = 0xCAFE'BABE;
constexpr auto all_profiles = {SrtpProfile::aes_cm_128_hmac_sha1_80, SrtpProfile::aead_aes_128_gcm,
                               SrtpProfile::aead_aes_256_gcm};

SrtpKeys keys_from(std::string_view key, std::string_view salt) {
    SrtpKeys keys;
    std::ranges::copy(hex(key), keys.key.bytes().begin());
    std::ranges::copy(hex(salt), keys.salt.bytes().begin());
    return keys;
}

SrtpKeys some_keys(std::uint64_t seed) {
    SeededRandom random(seed);
    SrtpKeys keys;
    random.fill(keys.key.bytes());
    random.fill(keys.salt.bytes());
    return keys;
}

Packet rtp(std::uint16_t sequence, std::uint32_t ssrc = vector_ssrc, std::size_t payload = 16) {
    Packet packet(12 + payload, std::byte{0xAB});
    store_u16(packet, 0x800F);
    store_u16(MutableBytes(packet).subspan(2), sequence);
    store_u32(MutableBytes(packet).subspan(4), 0xDECA'FBAD);
    store_u32(MutableBytes(packet).subspan(8), ssrc);
    return packet;
}

Packet rtcp(std::uint32_t ssrc = vector_ssrc) {
    Packet packet(24, std::byte{0xAB});
    store_u32(packet, 0x81C8'000B);
    store_u32(MutableBytes(packet).subspan(4), ssrc);
    return packet;
}

Packet sealed(SrtpSender& sender, Packet packet) {
    const std::size_t size = packet.size();
    packet.resize(size + 32);
    const auto length = sender.protect(packet, size);
    REQUIRE(length);
    packet.resize(*length);
    return packet;
}

Packet sealed_rtcp(SrtpSender& sender, Packet packet) {
    const std::size_t size = packet.size();
    packet.resize(size + 32);
    const auto length = sender.protect_rtcp(packet, size);
    REQUIRE(length);
    packet.resize(*length);
    return packet;
}

Expected<Packet, SrtpRefusal> opened(SrtpReceiver& receiver, Packet packet) {
    const auto result = receiver.open(packet);
    if (!result) return Unexpected(result.error());
    return Packet(result->begin(), result->end());
}

Expected<Packet, SrtpRefusal> opened_rtcp(SrtpReceiver& receiver, Packet packet) {
    const auto result = receiver.open_rtcp(packet);
    if (!result) return Unexpected(result.error());
    return Packet(result->begin(), result->end());
}

/// Master key and salt of RFC 3711 appendix B.3, which libsrtp's own test uses too.
SrtpKeys rfc_keys() {
    return keys_from("e1f97a0d3e018be0d64fa32c06de4139", "0ec675ad498afeebb6960b3aabe6");
}
SrtpKeys gcm_keys() {
    return keys_from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                     "a0a1a2a3a4a5a6a7a8a9aaab");
}

}  // namespace

// The RTP, RTCP and AES-128-GCM figures are those of libsrtp's test/srtp_driver.c; the others were
// computed from RFC 3711 and RFC 7714 with Python's cryptography package, which gives those too and
// the session keys of RFC 3711 appendix B.3.
TEST_CASE("protected packets are the published ones, byte for byte", "[net][srtp]") {
    SrtpSender cm(rfc_keys(), vector_ssrc, SrtpProfile::aes_cm_128_hmac_sha1_80);
    CHECK(to_hex(sealed(cm, rtp(0x1234))) ==
          "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
    CHECK(to_hex(sealed_rtcp(cm, rtcp())) ==
          "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");
    SrtpSender gcm(gcm_keys(), vector_ssrc, SrtpProfile::aead_aes_128_gcm);
    CHECK(
        to_hex(sealed(gcm, rtp(0x1234))) ==
        "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392");
    SrtpSender gcm256(gcm_keys(), vector_ssrc, SrtpProfile::aead_aes_256_gcm);
    CHECK(
        to_hex(sealed(gcm256, rtp(0x1234))) ==
        "800f1234decafbadcafebabe0af7f21e8a90bdad7a425c9c31ed4bb1d90238917e7390a2793500e1681acaea");
}

TEST_CASE("after sequence number 65535 the roll-over counter is 1", "[net][srtp]") {
    SrtpSender cm(rfc_keys(), vector_ssrc, SrtpProfile::aes_cm_128_hmac_sha1_80);
    SrtpSender gcm(gcm_keys(), vector_ssrc, SrtpProfile::aead_aes_128_gcm);
    SrtpReceiver receiver(rfc_keys(), vector_ssrc, SrtpProfile::aes_cm_128_hmac_sha1_80);
    for (std::uint32_t sequence = 0x7000; sequence < 0x10005; sequence += 0x1000) {
        const auto number = static_cast<std::uint16_t>(sequence);
        (void)sealed(gcm, rtp(number));
        CHECK(opened(receiver, sealed(cm, rtp(number))));
    }
    const Packet after = sealed(cm, rtp(5));
    CHECK(to_hex(after) ==
          "800f0005decafbadcafebabe6d7b4b63e747c44c697234004307164b6d1715d45a17678d4bf6");
    CHECK(opened(receiver, after) == Expected<Packet, SrtpRefusal>(rtp(5)));
    CHECK(
        to_hex(sealed(gcm, rtp(5))) ==
        "800f0005decafbadcafebabef728fc847045aa3f0a7b00a7224957927a4c6f14b7932004302a05a152803c3c");
}

TEST_CASE("every profile that is offered is there, with the overhead that is reckoned with",
          "[net][srtp]") {
    for (const SrtpProfile profile : all_profiles) {
        REQUIRE(srtp_has(profile));
        SrtpSender sender(some_keys(1), 7, profile);
        SrtpReceiver receiver(some_keys(1), 7, profile);
        for (const std::size_t payload : {0U, 1U, 15U, 160U, 1275U}) {
            const Packet plain = rtp(static_cast<std::uint16_t>(payload), 7, payload);
            const Packet packet = sealed(sender, plain);
            CHECK(packet.size() == plain.size() + rtp_overhead(profile));
            CHECK(opened(receiver, packet) == Expected<Packet, SrtpRefusal>(plain));
        }
        const Packet report = sealed_rtcp(sender, rtcp(7));
        CHECK(report.size() == rtcp(7).size() + rtcp_overhead(profile));
        CHECK(opened_rtcp(receiver, report) == Expected<Packet, SrtpRefusal>(rtcp(7)));
        CHECK(receiver.counts().opened == 6);
    }
}

TEST_CASE("a stream of hours with losses is opened to its end", "[net][srtp]") {
    SeededRandom random(2);
    SrtpSender sender(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    SrtpReceiver receiver(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    std::uint64_t sent = 0x7FF0;
    std::uint64_t arrived = 0;
    while (sent < 4 * 65536) {
        const Packet packet = sealed(sender, rtp(static_cast<std::uint16_t>(sent), 7, 4));
        // Half of it is lost, and now and then some seconds of it.
        sent += 1 + random.below(2) + (random.below(500) == 0 ? random.below(4000) : 0);
        REQUIRE(opened(receiver, packet));
        ++arrived;
    }
    CHECK(arrived > 30'000);
}

TEST_CASE("a packet is opened once, early or late, within the window", "[net][srtp]") {
    for (const SrtpProfile profile : all_profiles) {
        SrtpSender sender(some_keys(1), 7, profile);
        SrtpReceiver receiver(some_keys(1), 7, profile);
        std::vector<Packet> packets;
        for (std::uint16_t i = 0; i < 2000; ++i) {
            packets.push_back(sealed(sender, rtp(i, 7)));
        }
        CHECK(opened(receiver, packets[100]));
        CHECK(opened(receiver, packets[99]));
        CHECK(opened(receiver, packets[100]).error() == SrtpRefusal::replayed);
        CHECK(opened(receiver, packets[99]).error() == SrtpRefusal::replayed);
        CHECK(opened(receiver, packets[1999]));
        CHECK(opened(receiver, packets[1999 - 1000]));
        CHECK(opened(receiver, packets[1999 - 1000]).error() == SrtpRefusal::replayed);
        CHECK(opened(receiver, packets[1999 - 1025]).error() == SrtpRefusal::replayed);
        CHECK(receiver.counts().replayed == 4);
        const Packet report = sealed_rtcp(sender, rtcp(7));
        CHECK(opened_rtcp(receiver, report));
        CHECK(opened_rtcp(receiver, report).error() == SrtpRefusal::replayed);
    }
}

TEST_CASE("a packet with any bit changed is refused, and the true one is opened after it",
          "[net][srtp]") {
    for (const SrtpProfile profile : all_profiles) {
        SrtpSender sender(some_keys(1), 7, profile);
        SrtpReceiver receiver(some_keys(1), 7, profile);
        const Packet packet = sealed(sender, rtp(0x1234, 7));
        const Packet report = sealed_rtcp(sender, rtcp(7));
        for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
            Packet damaged = packet;
            damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
            INFO("bit " << bit);
            CHECK_FALSE(opened(receiver, damaged));
        }
        for (std::size_t bit = 0; bit < report.size() * 8; ++bit) {
            Packet damaged = report;
            damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
            INFO("bit " << bit);
            CHECK_FALSE(opened_rtcp(receiver, damaged));
        }
        CHECK(receiver.counts().forged > 0);
        CHECK(receiver.counts().opened == 0);
        CHECK(opened(receiver, packet));
        CHECK(opened_rtcp(receiver, report));
    }
}

TEST_CASE("a packet cut short anywhere is refused", "[net][srtp]") {
    for (const SrtpProfile profile : all_profiles) {
        SrtpSender sender(some_keys(1), 7, profile);
        SrtpReceiver receiver(some_keys(1), 7, profile);
        const Packet packet = sealed(sender, rtp(1, 7));
        const Packet report = sealed_rtcp(sender, rtcp(7));
        for (std::size_t size = 0; size < packet.size(); ++size) {
            CHECK_FALSE(opened(
                receiver, {packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size)}));
        }
        for (std::size_t size = 0; size < report.size(); ++size) {
            CHECK_FALSE(opened_rtcp(
                receiver, {report.begin(), report.begin() + static_cast<std::ptrdiff_t>(size)}));
        }
        CHECK(receiver.counts().malformed > 0);
        CHECK(opened(receiver, packet));
        CHECK(opened_rtcp(receiver, report));
    }
}

TEST_CASE("noise is refused, whatever it claims to be", "[net][srtp]") {
    SeededRandom random(3);
    for (const SrtpProfile profile : all_profiles) {
        SrtpReceiver receiver(some_keys(1), 7, profile);
        for (int i = 0; i < 3000; ++i) {
            Packet noise(random.below(300));
            random.fill(noise);
            // Half of it has a header that fits: extensions, sources and lengths that are not there.
            if (noise.size() >= 12 && i % 2 == 0) {
                noise[0] = noise[0] >> 2 | std::byte{0x80};
                store_u32(MutableBytes(noise).subspan(i % 4 == 0 ? 8 : 4), 7);
            }
            CHECK_FALSE(opened(receiver, noise));
            CHECK_FALSE(opened_rtcp(receiver, noise));
        }
        CHECK(receiver.counts().opened == 0);
    }
}

TEST_CASE("another stream, another key and another direction are told apart", "[net][srtp]") {
    SrtpSender sender(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    const Packet packet = sealed(sender, rtp(1, 7));
    SrtpReceiver other_stream(some_keys(1), 8, SrtpProfile::aes_cm_128_hmac_sha1_80);
    CHECK(opened(other_stream, packet).error() == SrtpRefusal::malformed);
    SrtpReceiver other_key(some_keys(2), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    CHECK(opened(other_key, packet).error() == SrtpRefusal::forged);
    SrtpReceiver other_profile(some_keys(1), 7, SrtpProfile::aead_aes_128_gcm);
    CHECK(opened(other_profile, packet).error() == SrtpRefusal::forged);
}

TEST_CASE("what is no packet of the stream is not protected", "[net][srtp]") {
    for (const SrtpProfile profile : all_profiles) {
        SrtpSender sender(some_keys(1), 7, profile);
        Packet packet = rtp(1, 7);
        const std::size_t size = packet.size();
        CHECK(sender.protect(packet, size).error() == SrtpSendFault::no_room);
        packet.resize(size + rtp_overhead(profile) - 1);
        CHECK(sender.protect(packet, size).error() == SrtpSendFault::no_room);
        packet.resize(size + 32);
        CHECK(sender.protect(packet, 11).error() == SrtpSendFault::malformed);
        Packet stranger = rtp(1, 8);
        stranger.resize(size + 32);
        CHECK(sender.protect(stranger, size).error() == SrtpSendFault::malformed);
        CHECK(sender.protect_rtcp(stranger, 7).error() == SrtpSendFault::malformed);
        Packet report = rtcp(7);
        CHECK(sender.protect_rtcp(report, report.size()).error() == SrtpSendFault::no_room);
        CHECK(sender.protect(packet, size));
    }
}

TEST_CASE("no sequence number is used twice under one key", "[net][srtp]") {
    for (const SrtpProfile profile : all_profiles) {
        SrtpSender sender(some_keys(1), 7, profile);
        (void)sealed(sender, rtp(5, 7));
        Packet again = rtp(5, 7);
        again.resize(60);
        CHECK(sender.protect(again, 28).error() == SrtpSendFault::repeated);
        (void)sealed(sender, rtp(6, 7));
    }
}

TEST_CASE("a new key with a new SSRC begins anew beside the old one", "[net][srtp]") {
    SrtpSender old_sender(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    SrtpReceiver old_receiver(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    for (std::uint32_t i = 0x7000; i < 0x12000; i += 0x1000) {
        REQUIRE(opened(old_receiver, sealed(old_sender, rtp(static_cast<std::uint16_t>(i), 7))));
    }
    SrtpSender sender(some_keys(2), 8, SrtpProfile::aes_cm_128_hmac_sha1_80);
    SrtpReceiver receiver(some_keys(2), 8, SrtpProfile::aes_cm_128_hmac_sha1_80);
    CHECK(opened(receiver, sealed(sender, rtp(0x7000, 8))));
    CHECK(opened(old_receiver, sealed(old_sender, rtp(0x2000, 7))));
}

TEST_CASE("a receiver that misses the beginning opens the rest", "[net][srtp]") {
    SrtpSender sender(some_keys(1), 7, SrtpProfile::aead_aes_128_gcm);
    SrtpReceiver receiver(some_keys(1), 7, SrtpProfile::aead_aes_128_gcm);
    (void)sealed(sender, rtp(SrtpSender::greatest_first_sequence, 7));
    CHECK(opened(receiver, sealed(sender, rtp(0xFFFF, 7))));
}

TEST_CASE("sessions may be moved", "[net][srtp]") {
    SrtpSender first(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    (void)sealed(first, rtp(1, 7));
    SrtpSender second = std::move(first);
    SrtpReceiver receiver(some_keys(1), 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    SrtpReceiver moved = std::move(receiver);
    CHECK(opened(moved, sealed(second, rtp(2, 7))));
}

}  // namespace giaoban::net::test
