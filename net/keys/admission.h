#pragma once

#include <optional>

#include "config/vocab/expected.h"
#include "net/keys/keys.h"
#include "net/keys/refusal.h"

namespace giaoban::net {

/// What the mixing box's roster has under the name that a box gave.
struct CardOnRecord {
    std::optional<PublicKey> pinned;       ///< the key of the box that used the card
    const SecretKey* enrolment = nullptr;  ///< the card's one-time secret, while it is unused
    /// The key of the box that had the card before this one.
    std::optional<PublicKey> retired = std::nullopt;
};

/// How a box is let in.
struct Admission {
    const SecretKey* enrolment =
        nullptr;  ///< first contact: what the box must know too. Nothing when it is pinned
    /// The box had the card before this one. Whether it was given the new one shows only when it answers, so it is told
    /// both: the answer, which it can read with the new secret, and why it is refused without.
    bool was_replaced = false;
};

/// The rule of who may come in. `of_name` is the card of the name that the box gave, or nullptr;
/// `pinned_elsewhere` whether the box's key is pinned to a card of another name.
///
/// A card lets in the first box that knows its secret; from then on its name and that box's key
/// belong together.
[[nodiscard]] Expected<Admission, RefusalReason> judge(const PublicKey& box,
                                                       const CardOnRecord* of_name,
                                                       bool pinned_elsewhere) noexcept;

}  // namespace giaoban::net
