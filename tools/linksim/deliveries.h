#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "config/vocab/time.h"
#include "tools/linksim/trace.h"

namespace giaoban::linksim {

/// Where a recording of delivery opportunities stands: packets share an opportunity, and a packet that
/// does not fit into what is left of one takes the rest from the next. What nobody waits for is gone.
///
/// Threading:  not synchronised.
/// Real time:  takes no memory; a time far ahead is found by halving.
/// Source:     mahimahi, mm-link (see DeliveryTrace).
class Deliveries {
  public:
    /// The recording begins at `origin`; none takes no time.
    void start(std::shared_ptr<const DeliveryTrace> trace, Instant origin) noexcept;

    /// When the last of these bytes is through, offered at `now` and behind all that came before. After the
    /// end of a recording that does not repeat, that is at once.
    [[nodiscard]] Instant carry(std::size_t bytes, Instant now, bool repeat) noexcept;

  private:
    [[nodiscard]] Duration time() const noexcept;
    void seek(Duration since) noexcept;
    void advance() noexcept;

    std::shared_ptr<const DeliveryTrace> trace_;
    Instant origin_{};
    std::int64_t lap_ = 0;
    std::size_t index_ = 0;
    std::size_t left_ = DeliveryTrace::opportunity_bytes;
};

}  // namespace giaoban::linksim
