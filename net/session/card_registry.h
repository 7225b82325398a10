#pragma once

#include <optional>

#include "config/vocab/box_id.h"
#include "net/keys/admission.h"
#include "net/keys/card.h"
#include "net/keys/keys.h"

namespace giaoban::net {

/// What the mixing box's roster has under a name.
struct RegisteredCard {
    BoxId box = no_box;
    /// Its secret stays the registry's and is read before the next call to it.
    CardOnRecord record;
};

/// The cards that were made for this mixing box, and which box has used which. The daemon keeps them
/// on disk; a scenario, in memory.
///
/// Threading:  the thread that owns the MixerSessions.
class CardRegistry {
  public:
    CardRegistry() = default;
    CardRegistry(const CardRegistry&) = delete;
    CardRegistry& operator=(const CardRegistry&) = delete;
    virtual ~CardRegistry() = default;

    /// Nothing for a name that no card was made for, and for one that is to be let in no more.
    [[nodiscard]] virtual std::optional<RegisteredCard> find(const CardName& name) const = 0;
    /// The box that this key is pinned to, if any.
    [[nodiscard]] virtual std::optional<BoxId> owner_of(const PublicKey& key) const = 0;
    /// First contact: the card belongs to this key from now on and its secret is void. False when that
    /// could not be stored for good: then the box is not let in, since it would forget the secret too.
    [[nodiscard]] virtual bool pin(const CardName& name, const PublicKey& key) = 0;
};

}  // namespace giaoban::net
