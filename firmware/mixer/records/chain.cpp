#include "firmware/mixer/records/chain.h"

#include <array>

namespace giaoban::mixer {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::optional<unsigned> digit_from(char c) noexcept {
    const auto found = digits.find(c);
    if (found == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(found);
}

}  // namespace

ChainHash chain_start() noexcept { return net::blake2b_256({as_bytes("giaoban minutes 1")}); }

ChainHash chain_link(const ChainHash& previous, const StoredEntry& stored) {
    return net::blake2b_256({previous, canonical_bytes(stored)});
}

std::string hash_text(const ChainHash& hash) {
    std::string text;
    text.reserve(2 * hash.size());
    for (const std::byte byte : hash) {
        const auto value = std::to_integer<unsigned>(byte);
        text += digits[value >> 4U];
        text += digits[value & 0xFU];
    }
    return text;
}

std::optional<ChainHash> hash_from(std::string_view text) noexcept {
    ChainHash hash{};
    if (text.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const auto high = digit_from(text[2 * i]);
        const auto low = digit_from(text[2 * i + 1]);
        if (!high || !low) return std::nullopt;
        hash.at(i) = static_cast<std::byte>(*high << 4U | *low);
    }
    return hash;
}

}  // namespace giaoban::mixer
