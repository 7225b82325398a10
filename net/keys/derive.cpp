#include "net/keys/derive.h"

#include <algorithm>

#include "net/keys/crypto.h"

namespace giaoban::net {
namespace {

constexpr std::string_view prologue_name = "giaoban v1";

SrtpKeys srtp_keys(const NoiseSecrets& secrets, SrtpProfile profile,
                   std::string_view label) noexcept {
    std::array<std::byte, 1 + sizeof(NoiseHash)> context{};
    context.front() = static_cast<std::byte>(profile);
    std::ranges::copy(secrets.hash, context.begin() + 1);
    const Secret<64> material = expand(secrets.exporter, label, context);
    const auto bytes = material.bytes();
    return {Secret<32>(bytes.first<32>()), Secret<14>(bytes.subspan<32, 14>())};
}

}  // namespace

Prologue::Prologue(std::span<const std::byte, header_size> header) noexcept {
    static_assert(prologue_name.size() + header_size == sizeof bytes);
    std::ranges::copy(as_bytes(prologue_name), bytes.begin());
    std::ranges::copy(header, bytes.begin() + prologue_name.size());
}

SessionKeys derive_keys(const NoiseSecrets& secrets, SrtpProfile profile, End end) noexcept {
    SrtpKeys uplink = srtp_keys(secrets, profile, "giaoban v1 srtp uplink");
    SrtpKeys downlink = srtp_keys(secrets, profile, "giaoban v1 srtp downlink");
    SessionKeys keys;
    keys.profile = profile;
    const bool box = end == End::box;
    keys.control_send = (box ? secrets.to_responder : secrets.to_initiator).copy();
    keys.control_receive = (box ? secrets.to_initiator : secrets.to_responder).copy();
    keys.srtp_send = std::move(box ? uplink : downlink);
    keys.srtp_receive = std::move(box ? downlink : uplink);
    return keys;
}

SecretKey refusal_key(const SecretKey& static_static, const NoiseHash& first) noexcept {
    Secret<64> uniform;
    hmac_blake2b(first, {static_static.bytes()}, uniform);
    const Secret<64> key = expand(uniform, "giaoban v1 refusal", {});
    return SecretKey(key.bytes().first<SecretKey::size>());
}

}  // namespace giaoban::net
