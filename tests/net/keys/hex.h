#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/ensure.h"
#include "net/keys/keys.h"

namespace giaoban::net::test {

/// Bytes from the hexadecimal digits that standards print them with; blanks are passed over.
inline std::vector<std::byte> hex(std::string_view text) {
    std::vector<std::byte> bytes;
    std::string pair;
    for (const char c : text) {
        if (c == ' ' || c == '\n') continue;
        pair.push_back(c);
        if (pair.size() < 2) continue;
        bytes.push_back(static_cast<std::byte>(std::stoi(pair, nullptr, 16)));
        pair.clear();
    }
    ensure(pair.empty(), "a byte has two digits");
    return bytes;
}

inline std::string to_hex(Bytes bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::byte b : bytes) {
        text.push_back(digits.at(std::to_integer<std::size_t>(b) >> 4U));
        text.push_back(digits.at(std::to_integer<std::size_t>(b) & 15U));
    }
    return text;
}

inline SecretKey secret_key(std::string_view text) {
    const auto bytes = hex(text);
    return SecretKey(Bytes(bytes).first<SecretKey::size>());
}

inline PublicKey public_key(std::string_view text) { return PublicKey::from(hex(text)).value(); }

}  // namespace giaoban::net::test
