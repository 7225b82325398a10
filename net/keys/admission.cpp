#include "net/keys/admission.h"

namespace giaoban::net {

Expected<Admission, RefusalReason> judge(const PublicKey& box, const CardOnRecord* of_name,
                                         bool pinned_elsewhere) noexcept {
    if (of_name == nullptr) {
        return Unexpected(pinned_elsewhere ? RefusalReason::name_mismatch
                                           : RefusalReason::unknown_card);
    }
    if (of_name->pinned == box) return Admission{};
    const bool was_replaced = of_name->retired == box;
    if (of_name->pinned && was_replaced) return Unexpected(RefusalReason::card_replaced);
    if (of_name->pinned) return Unexpected(RefusalReason::card_used_by_another_box);
    // A box has one name: it may not take up a second card beside the one it has.
    if (pinned_elsewhere) return Unexpected(RefusalReason::name_mismatch);
    if (of_name->enrolment == nullptr) return Unexpected(RefusalReason::unknown_card);
    return Admission{of_name->enrolment, was_replaced};
}

}  // namespace giaoban::net
