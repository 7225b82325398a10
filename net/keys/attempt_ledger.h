#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "net/keys/keys.h"

namespace giaoban::net {

/// The newest attempt that was accepted from each box: a first message with an older one is a replay.
/// It stands on the boxes' own counts (boots, and attempts since), since a box has no clock.
///
/// It is memory only. After a restart of the mixing box an old first message is answered once more,
/// which does no harm: nobody can take up the answer.
///
/// Bounds: `capacity` boxes; when full, one that is not known is not remembered.
class AttemptLedger {
  public:
    // 3,321 communes are the country; the next power of two leaves room.
    static constexpr std::size_t capacity = 4096;

    enum class Verdict : std::uint8_t { fresh, repeated, stale };

    [[nodiscard]] Verdict judge(const PublicKey& box, std::uint64_t attempt) const;
    [[nodiscard]] std::uint64_t newest(const PublicKey& box) const;
    void remember(const PublicKey& box, std::uint64_t attempt);

  private:
    std::map<PublicKey, std::uint64_t> newest_;
};

}  // namespace giaoban::net
