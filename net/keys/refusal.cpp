#include "net/keys/refusal.h"

namespace giaoban::net {

const char* describe(RefusalReason reason) noexcept {
    switch (reason) {
        case RefusalReason::unknown_card:
            return "the mixing box has no card of this name: make one there (giaobanctl card)";
        case RefusalReason::card_used_by_another_box:
            return "another box has used this card: make a new card for this box";
        case RefusalReason::name_mismatch:
            return "this box came in earlier under another name: give it that card, or a new key";
        case RefusalReason::version:
            return "box and mixing box do not speak the same version: update the older one";
        case RefusalReason::full: return "the mixing box has no room for another box";
        case RefusalReason::stale_attempt:
            return "the mixing box has seen a later attempt of this box: trying again from there";
        case RefusalReason::card_replaced:
            return "a new card was made for this box's name: put that one in, or take this box "
                   "away";
    }
    return "the mixing box gave a reason that this version does not know";
}

}  // namespace giaoban::net
