#pragma once

#include <optional>
#include <string>

#include "config/vocab/time.h"

namespace giaoban::box {

/// When the centre's time is to be noted for whoever may set this machine's clock (giaoban-settings clock): the daemon may
/// not. A machine whose clock is right within 2 s has nothing to note; one whose clock stays wrong notes it each minute.
///
/// Threading:  one thread. Real time: takes memory when it notes. Errors: none.
class ClockNote {
  public:
    /// `UNIX_MS MONOTONIC_MS`, to be written where that one looks; or nothing.
    [[nodiscard]] std::optional<std::string> take(const std::optional<WallTime>& centre,
                                                  WallTime own, Instant now);

  private:
    std::optional<Instant> noted_;
};

}  // namespace giaoban::box
