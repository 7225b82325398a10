#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "config/vocab/time.h"
#include "firmware/mixer/chair/chair_state.h"

namespace giaoban::chair {

/// What the pages are told of the state, and when: the whole once, then what has changed.
///
/// A meeting in which nothing happens is told nothing: moments that moved by less than a rounding stay as they were told,
/// and the figures of links are told once in limits::figures_distance.
///
/// Threading:  not synchronised; the network thread's.
/// Limits:     a patch at most once in limits::patch_distance.
class LiveFeed {
  public:
    /// Whether the distance to the last patch is over, and the state is worth asking for.
    [[nodiscard]] bool due(Instant now) const noexcept { return now >= next_; }

    /// Takes the state in; the message for those who follow, when something has changed.
    [[nodiscard]] std::optional<std::string> update(const ChairState& state, WallTime wall,
                                                    Instant now);

    /// The state as it was last taken in, with `now`.
    [[nodiscard]] std::string state(WallTime wall) const;
    /// The first message of who begins to follow.
    [[nodiscard]] std::string first(WallTime wall) const;

  private:
    void settle(boost::json::value& next, Instant now);

    boost::json::value told_ = boost::json::object();
    Instant next_{};
    Instant figures_next_{};
};

}  // namespace giaoban::chair
