#pragma once

#include <cstdint>

namespace giaoban::net {

/// Why a mixing box lets a box not in. Said under a key that only the two of them can compute, so
/// that nobody else can turn a box away.
enum class RefusalReason : std::uint8_t {
    unknown_card = 1,              ///< no card of that name was ever made here
    card_used_by_another_box = 2,  ///< the card's name is pinned to another box's key
    name_mismatch = 3,             ///< this box's key is pinned to a card of another name
    version = 4,                   ///< the two do not speak the same version
    full = 5,                      ///< no room for another box
    stale_attempt = 6,             ///< an attempt older than one that was seen; it heals by itself
    card_replaced = 7,  ///< a new card was made for the name, and this box knows only the old one
};

[[nodiscard]] const char* describe(RefusalReason reason) noexcept;

}  // namespace giaoban::net
