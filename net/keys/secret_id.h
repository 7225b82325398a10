#pragma once

#include <string>

#include "net/keys/keys.h"

namespace giaoban::net {

/// What a card's one-time secret is called where it must not be said: 16 hexadecimal digits, on labels and in the state
/// of a box that has forgotten the secret itself. Of 256 random bits it gives nothing away.
///
/// Source: BLAKE2b (RFC 7693), cut to 64 bits: among 65,535 cards two are alike with a chance of 1 in 8.6 billion.
[[nodiscard]] std::string secret_id(const SecretKey& secret);

}  // namespace giaoban::net
