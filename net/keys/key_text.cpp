#include "net/keys/key_text.h"

#include <sodium.h>

#include <array>

#include "config/vocab/ensure.h"

namespace giaoban::net {
namespace {

// 32 bytes in base64: 4 characters for every 3 begun, one of them '='.
constexpr std::size_t text_size = 44;

std::string encode(Bytes bytes) {
    ensure(bytes.size() == 32, "keys have 32 bytes");
    std::string text(text_size + 1, '\0');  // libsodium ends it with a zero
    sodium_bin2base64(text.data(), text.size(), as_u8(bytes), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.resize(text_size);
    return text;
}

Expected<void, KeyFault> decode(std::string_view text, MutableBytes out) {
    if (text.size() != text_size) return Unexpected(KeyFault::wrong_length);
    std::size_t written = 0;
    const char* end = nullptr;
    const int result = sodium_base642bin(as_u8(out), out.size(), text.data(), text.size(), nullptr,
                                         &written, &end, sodium_base64_VARIANT_ORIGINAL);
    if (result != 0 || end != text.data() + text.size()) return Unexpected(KeyFault::not_base64);
    if (written != out.size()) return Unexpected(KeyFault::wrong_length);
    // libsodium 1.0.18 takes some bytes above 127 for characters of base64 (a fuzz target found it).
    std::string again = encode(out);
    const bool same = equal_in_constant_time(as_bytes(again), as_bytes(text));
    wipe_text(again);
    if (!same) return Unexpected(KeyFault::not_base64);
    return {};
}

}  // namespace

std::string to_text(const PublicKey& key) { return encode(key.bytes()); }

std::string to_secret_text(const SecretKey& key) { return encode(key.bytes()); }

Expected<PublicKey, KeyFault> public_key_from_text(std::string_view text) {
    std::array<std::byte, PublicKey::size> bytes{};
    if (const auto decoded = decode(text, bytes); !decoded) return Unexpected(decoded.error());
    return PublicKey::from(bytes);
}

Expected<SecretKey, KeyFault> secret_key_from_text(std::string_view text) {
    SecretKey key;
    if (const auto decoded = decode(text, key.bytes()); !decoded) {
        return Unexpected(decoded.error());
    }
    return key;
}

void wipe_text(std::string& text) noexcept {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

}  // namespace giaoban::net
