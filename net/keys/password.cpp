#include "net/keys/password.h"

#include <sodium.h>

#include <array>

#include "config/vocab/ensure.h"

namespace giaoban::net {

namespace {

constexpr unsigned long long passes = 3;
constexpr std::size_t memory = 64UL * 1024 * 1024;
// What libsodium writes for these costs.
constexpr std::string_view beginning = "$argon2id$v=19$m=65536,t=3,p=1$";

}  // namespace

std::string hash_password(std::string_view password) {
    ensure(sodium_init() >= 0, "libsodium starts");
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), passes, memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return {};
    }
    return text.data();
}

bool password_fits(std::string_view hash, std::string_view password) {
    if (!is_password_hash(hash)) return false;
    ensure(sodium_init() >= 0, "libsodium starts");
    const std::string text(hash);
    return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

bool is_password_hash(std::string_view text) {
    if (!text.starts_with(beginning) || text.size() >= crypto_pwhash_STRBYTES) return false;
    // Base64 without padding: 16 bytes of salt are 22 characters, 32 of hash 43.
    constexpr std::size_t salt = 22;
    constexpr std::size_t hash = 43;
    text.remove_prefix(beginning.size());
    if (text.size() != salt + 1 + hash || text[salt] != '$') return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool base64 = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '+' || c == '/';
        if (!base64 && i != salt) return false;
    }
    return true;
}

}  // namespace giaoban::net
