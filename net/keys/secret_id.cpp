#include "net/keys/secret_id.h"

#include <string_view>

#include "net/keys/hash.h"

namespace giaoban::net {

std::string secret_id(const SecretKey& secret) {
    constexpr std::string_view purpose = "giaoban secret id";
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t bytes_shown = 8;
    const Blake2b256 hash =
        blake2b_256({std::as_bytes(std::span(purpose)), std::span(secret.bytes())});
    std::string id;
    for (const std::byte byte : std::span(hash).first(bytes_shown)) {
        id += digits[std::to_integer<std::size_t>(byte >> 4)];
        id += digits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
    }
    return id;
}

}  // namespace giaoban::net
