#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.h"
#include "config/settings.h"
#include "config/vocab/secret.h"

namespace giaoban::config {

/// The 32 bytes of a public key (Curve25519); net/keys has the type that computes with them.
using KeyBytes = std::array<std::byte, 32>;

/// A box's card: who it is, where its mixing box is and how to know it. Either a file of these alone, or what of them
/// stands in a settings file (CardSettings).
///
/// Limits: 8 addresses.
struct Card {
    std::string name;              ///< see valid_name()
    std::vector<HostPort> mixers;  ///< tried in order, at least one
    KeyBytes mixer_key{};
    /// Good for one first contact; gone from the card afterwards.
    std::optional<Secret<32>> secret;

    [[nodiscard]] static Parsed<Card> parse(std::string_view text, std::string_view file);
    [[nodiscard]] static Parsed<Card> load(const std::string& path);

    /// The file's text, with its comments. To be wiped by the caller: the secret is in it.
    [[nodiscard]] std::string text() const;
    /// Writes it as a file of mode 0600. A file that is there is an error unless `replace` is set.
    [[nodiscard]] Parsed<void> store(const std::string& path, bool replace) const;
};

/// Takes the secret's line out of a card's file (of either kind), and leaves the rest of it as it is. Done: it is not
/// there any more, or never was. The file is replaced whole, with fsync, so that a power cut leaves
/// the old card or the new one. (A flash card may keep the old block; the secret is of no use then:
/// the mixing box has pinned the box's key.)
[[nodiscard]] Parsed<void> forget_secret(const std::string& path);

/// Source: RFC 3629 section 4.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// A box's name: 1 to 64 bytes of UTF-8 without control characters, `/`, `\` and `"`, not beginning
/// with `.` or `-`, without spaces at its ends; so that it can be a file's name and a command's
/// argument as it is.
[[nodiscard]] bool valid_name(std::string_view name) noexcept;
inline constexpr std::string_view accepted_name =
    "1 to 64 bytes of UTF-8 without control characters, / \\ or \", not beginning with . or -, "
    "without spaces at its ends";

}  // namespace giaoban::config
