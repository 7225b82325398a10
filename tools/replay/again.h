#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "tools/replay/link_fate.h"
#include "tools/replay/packets.h"
#include "tools/replay/timeline.h"

namespace giaoban::replay {

/// Packets that are asked for again (RFC 4585 generic NACK): an answer is sent after half a round trip, with the fate
/// that the link has for that moment.
class Again {
  public:
    Again(const PacketFile& file, const Timeline& timeline, Microseconds round_trip);

    /// Asks at `now`. Only what the file has as lost can come again.
    void ask(std::uint16_t seq, Microseconds now);
    /// The index in the file of a packet that is here by `now`, the earliest first, and when it came.
    struct Answer {
        Microseconds at{};
        std::size_t packet = 0;
        friend bool operator>(const Answer& a, const Answer& b) { return a.at > b.at; }
    };
    [[nodiscard]] std::optional<Answer> take(Microseconds now);
    [[nodiscard]] bool empty() const noexcept { return answers_.empty(); }

  private:
    const PacketFile& file_;
    const Timeline& timeline_;
    const LinkFate fate_;
    Microseconds round_trip_;
    std::vector<std::size_t> lost_;
    std::priority_queue<Answer, std::vector<Answer>, std::greater<>> answers_;
};

}  // namespace giaoban::replay
