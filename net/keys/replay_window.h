#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>

namespace giaoban::net {

/// Remembers which counters of the last 2048 were seen.
///
/// Width: control datagrams come at most 50 times a second, so 2048 of them are 40 s: longer than
/// any link holds a packet back.
///
/// Real time:  allocates nothing; its work is bounded by the width.
/// Source:     RFC 4303 section 3.4.3; RFC 6479.
class ReplayWindow {
  public:
    static constexpr std::uint64_t width = 2048;

    /// Whether the counter is neither seen nor too old. Changes nothing: ask before the datagram is
    /// authenticated, and call see() after.
    [[nodiscard]] bool is_new(std::uint64_t counter) const noexcept;
    void see(std::uint64_t counter) noexcept;

  private:
    std::uint64_t next_ = 0;  // one more than the greatest that was seen
    std::bitset<width> seen_;
};

}  // namespace giaoban::net
