#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "tools/replay/link_fate.h"
#include "tools/replay/receiver.h"

namespace giaoban::replay {

/// What the mixing box keeps for who was cut off: all that was sent, lost or not. A range that is wanted is sent
/// after half a round trip, one packet after the other at twice the pace of speech, beside the live
/// stream; each has the fate that the link has for that moment. Another range takes the place of the one before.
///
/// Units:      numbers of history packets count all packets that were sent.
class History {
  public:
    // Enough for who plays at 1.5 times, and no more than another stream on the link.
    static constexpr std::int64_t pace = 2;

    History(const PacketFile& file, const Timeline& timeline, Microseconds round_trip);

    /// What is wanted at `now`: asked for once, and again when what came in answer was not all.
    void want(const Wanted& wanted, Microseconds now);

    struct Answer {
        Microseconds at{};
        std::size_t packet = 0;
        std::uint16_t number = 0;
        friend bool operator>(const Answer& a, const Answer& b) { return a.at > b.at; }
    };
    /// What is here by `now`, the earliest first.
    [[nodiscard]] std::optional<Answer> take(Microseconds now);
    [[nodiscard]] bool empty() const noexcept { return answers_.empty(); }

  private:
    struct Kept {
        std::size_t packet = 0;
        std::uint32_t timestamp = 0;
        Samples duration{0};
        Microseconds sent{};
    };

    void send(const Wanted& wanted, Microseconds now);

    const LinkFate fate_;
    Microseconds round_trip_;
    /// In the order of sending, each once.
    std::vector<Kept> kept_;
    std::optional<Wanted> wanted_;
    /// When all that was sent in answer to it should be here.
    Microseconds answered_{};
    std::priority_queue<Answer, std::vector<Answer>, std::greater<>> answers_;
};

}  // namespace giaoban::replay
