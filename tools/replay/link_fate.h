#pragma once

#include <optional>
#include <vector>

#include "tools/replay/packets.h"
#include "tools/replay/timeline.h"

namespace giaoban::replay {

/// What a file of packets tells of its link: what else is sent shares the fate of the packet that was sent next after it.
/// What that takes of the link's rate is not in it.
class LinkFate {
  public:
    LinkFate(const PacketFile& file, const Timeline& timeline);

    /// How long something takes that is sent at `sent`, beyond the quickest packet's way; nothing when it is lost.
    [[nodiscard]] std::optional<Microseconds> at(Microseconds sent) const;

  private:
    struct Sent {
        Microseconds at{};
        std::optional<Microseconds> transit;
    };
    /// In the order of sending.
    std::vector<Sent> sent_;
};

}  // namespace giaoban::replay
