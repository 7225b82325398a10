#include "config/key_text.h"

#include <algorithm>

namespace giaoban::config {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// 32 bytes are ten groups of three and one of two: 43 characters and one `=`.
constexpr std::size_t characters = 44;

bool decode(std::string_view text, std::span<std::byte, 32> into) noexcept {
    if (text.size() != characters || text.back() != '=') return false;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t bytes = 0;
    for (const char c : text.substr(0, characters - 1)) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return false;
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        into[bytes++] = static_cast<std::byte>(bits >> held & 0xFFU);
    }
    // Two bits are left over, and must not be set: one text for each key.
    return bytes == into.size() && (bits & 3U) == 0;
}

}  // namespace

std::string key_text(std::span<const std::byte, 32> bytes) {
    std::string text;
    text.reserve(characters);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const std::byte byte : bytes) {
        bits = (bits << 8U | std::to_integer<std::uint32_t>(byte)) & 0xFFFFU;
        held += 8;
        for (; held >= 6; held -= 6)
            text += alphabet[bits >> (held - 6) & 63U];
    }
    text += alphabet[bits << (6 - held) & 63U];
    return text + "=";
}

std::optional<KeyBytes> key_bytes(std::string_view text) noexcept {
    KeyBytes bytes;
    if (!decode(text, bytes)) return std::nullopt;
    return bytes;
}

std::optional<Secret<32>> secret_bytes(std::string_view text) noexcept {
    Secret<32> secret;
    if (!decode(text, secret.bytes())) return std::nullopt;
    return secret;
}

}  // namespace giaoban::config
