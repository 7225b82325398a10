#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"
#include "net/keys/keys.h"

namespace giaoban::net {

/// Why a text cannot be the name of a card.
enum class CardNameFault : std::uint8_t { empty, too_long, not_utf8, forbidden_character };

[[nodiscard]] const char* describe(CardNameFault fault) noexcept;

/// The name on a box's card, as the meeting shows it ("Xã Hồng Thái"): UTF-8 of 1 to 64 bytes (the
/// longest of Vietnam's commune names has under 40), fit to be a file's name: no control
/// characters, no '/' or '\', neither '.' nor a blank at either end.
class CardName {
  public:
    static constexpr std::size_t longest = 64;

    [[nodiscard]] static Expected<CardName, CardNameFault> from(std::string_view text);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] friend auto operator<=>(const CardName&, const CardName&) noexcept = default;

  private:
    explicit CardName(std::string_view text) : text_(text) {}

    std::string text_;
};

/// What a box is given before its first start. The form that it has in a file is config's part.
struct Card {
    CardName name;
    std::vector<std::string> mixers;  ///< "host:port", in the order in which they are tried
    PublicKey mixer_key;              ///< whom the box speaks to, wherever that is
    std::optional<SecretKey>
        enrolment;  ///< once; gone when the mixing box has pinned the box's key
};

}  // namespace giaoban::net
