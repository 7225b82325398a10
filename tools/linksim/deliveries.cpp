#include "tools/linksim/deliveries.h"

#include <algorithm>
#include <utility>

namespace giaoban::linksim {

void Deliveries::start(std::shared_ptr<const DeliveryTrace> trace, Instant origin) noexcept {
    trace_ = std::move(trace);
    origin_ = origin;
    lap_ = 0;
    index_ = 0;
    left_ = DeliveryTrace::opportunity_bytes;
}

Instant Deliveries::carry(std::size_t bytes, Instant now, bool repeat) noexcept {
    if (trace_ == nullptr) return now;
    const Duration since = std::max(now - origin_, Duration::zero());
    if (time() < since) seek(since);
    const Instant end = origin_ + trace_->length();
    for (; bytes > left_; advance())
        bytes -= left_;
    if (!repeat && lap_ > 0) return std::max(now, end);
    left_ -= bytes;
    return origin_ + time();
}

Duration Deliveries::time() const noexcept {
    return lap_ * trace_->length() + trace_->times[index_];
}

void Deliveries::seek(Duration since) noexcept {
    lap_ = since / trace_->length();
    Duration rest = since % trace_->length();
    // The end of one round and the beginning of the next are the same time.
    if (rest == Duration::zero() && lap_ > 0) {
        --lap_;
        rest = trace_->length();
    }
    const auto found = std::ranges::lower_bound(trace_->times, rest);
    index_ = static_cast<std::size_t>(found - trace_->times.begin());
    left_ = DeliveryTrace::opportunity_bytes;
}

void Deliveries::advance() noexcept {
    left_ = DeliveryTrace::opportunity_bytes;
    if (++index_ < trace_->times.size()) return;
    index_ = 0;
    ++lap_;
}

}  // namespace giaoban::linksim
