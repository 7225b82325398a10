#include "firmware/mixer/listener_rung.h"

#include <algorithm>

#include "config/vocab/time.h"

namespace giaoban::mixer {

namespace {

constexpr Samples tick_length = std::chrono::milliseconds{20};
constexpr std::int64_t ticks_a_second = 50;
// An order is carried out, and packets of before have come out of the ring, within 80 ms: the new rung's frames that
// begin after that have no gap between them, even where its encoder was stopped just when it was wanted.
constexpr std::int64_t ticks_to_be_sure = 4;

std::int64_t ticks_of(Samples length) noexcept { return length / tick_length; }

}  // namespace

void ListenerRung::want(net::RungIndex rung) noexcept {
    if (rung == wanted_) return;
    give_up_going_over();
    wanted_ = rung;
    not_before_ = std::max(not_before_, newest_end_ + ticks_to_be_sure);
}

void ListenerRung::stay() noexcept {
    give_up_going_over();
    not_before_ = newest_end_ + ticks_a_second;
}

// Unless it has begun: what comes after on the old rung may have been left out already.
void ListenerRung::give_up_going_over() noexcept {
    if (over_at_ && newest_end_ > *over_at_) go_over();
    over_at_.reset();
}

void ListenerRung::go_over() noexcept {
    now_ = wanted_;
    since_ = *over_at_;
    over_at_.reset();
}

bool ListenerRung::takes(net::RungIndex rung, std::int64_t tick) noexcept {
    newest_end_ = std::max(newest_end_, tick + ticks_of(net::rung(rung).frame));
    if (now_ != wanted_ && !over_at_ && rung == wanted_ && tick >= not_before_) {
        const std::int64_t both = ticks_of(net::common_frame(now_, wanted_));
        over_at_ = (newest_end_ + both - 1) / both * both;
    }
    if (over_at_ && rung == wanted_ && tick >= *over_at_) go_over();
    return rung == now_ && tick >= since_ && (!over_at_ || tick < *over_at_);
}

}  // namespace giaoban::mixer
