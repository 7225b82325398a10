#include "net/keys/attempt_ledger.h"

#include <algorithm>

namespace giaoban::net {

AttemptLedger::Verdict AttemptLedger::judge(const PublicKey& box, std::uint64_t attempt) const {
    const auto known = newest_.find(box);
    if (known == newest_.end() || attempt > known->second) return Verdict::fresh;
    return attempt == known->second ? Verdict::repeated : Verdict::stale;
}

std::uint64_t AttemptLedger::newest(const PublicKey& box) const {
    const auto known = newest_.find(box);
    return known == newest_.end() ? 0 : known->second;
}

void AttemptLedger::remember(const PublicKey& box, std::uint64_t attempt) {
    const auto known = newest_.find(box);
    if (known != newest_.end()) {
        known->second = std::max(known->second, attempt);
    } else if (newest_.size() < capacity) {
        newest_.emplace(box, attempt);
    }
}

}  // namespace giaoban::net
