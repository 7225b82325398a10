#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/card.h"
#include "config/vocab/secret.h"

namespace giaoban::config {

/// 32 bytes as 44 characters of base64: how keys and secrets stand in cards and in the roster.
///
/// Errors: none when there are other characters, another length, or bits set that stand for no byte.
/// Source: RFC 4648 section 4; 3.5 for the last.
[[nodiscard]] std::string key_text(std::span<const std::byte, 32> bytes);
[[nodiscard]] std::optional<KeyBytes> key_bytes(std::string_view text) noexcept;
[[nodiscard]] std::optional<Secret<32>> secret_bytes(std::string_view text) noexcept;

}  // namespace giaoban::config
