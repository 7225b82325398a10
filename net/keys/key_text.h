#pragma once

#include <string>
#include <string_view>

#include "net/keys/keys.h"

namespace giaoban::net {

/// A key as people see it and files keep it: 44 characters of base64 (RFC 4648 section 4, with its
/// padding), as WireGuard has them. There is one text for each key and one key for each text.
[[nodiscard]] std::string to_text(const PublicKey& key);
/// For the file that the secret is kept in, and for nothing else. Wipe the text after use (wipe_text).
[[nodiscard]] std::string to_secret_text(const SecretKey& key);

[[nodiscard]] Expected<PublicKey, KeyFault> public_key_from_text(std::string_view text);
[[nodiscard]] Expected<SecretKey, KeyFault> secret_key_from_text(std::string_view text);

/// Overwrites a text that held a secret.
void wipe_text(std::string& text) noexcept;

}  // namespace giaoban::net
