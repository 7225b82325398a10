#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/time.h"

namespace giaoban::mixer {

/// The calls with which the centre wants a box's people at their box: each rings until it is answered with the button,
/// is ended by the chair, or has rung for `rings_for`.
///
/// Threading:  not synchronised; the network thread owns it.
/// Limits:     one call a box; another before it has ended begins anew, with a new number.
class CallDesk {
  public:
    /// Who has not come to the box within a minute is not in the room.
    static constexpr Duration rings_for = std::chrono::minutes(1);

    /// `first`: the first call's number. A box may remember that of a call before a restart: begin elsewhere.
    explicit CallDesk(std::uint32_t first) noexcept : next_(first == 0 ? 1 : first) {}

    void call(BoxId box, Instant now);
    /// Whether one was ended.
    bool end(BoxId box) { return calls_.erase(box) > 0; }
    /// The box says which call it has answered last. Whether that is the one that rings.
    bool answered(BoxId box, std::uint32_t number);

    /// 0: nobody calls it.
    [[nodiscard]] std::uint32_t number_of(BoxId box) const noexcept;
    [[nodiscard]] Instant next_deadline() const noexcept;
    /// Those that nobody has answered in time; they have ended.
    [[nodiscard]] std::vector<BoxId> on_time(Instant now);

  private:
    struct Call {
        std::uint32_t number = 0;
        Instant ends = never;
    };
    std::map<BoxId, Call> calls_;
    std::uint32_t next_;
};

}  // namespace giaoban::mixer
