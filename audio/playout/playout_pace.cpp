// The part of Playout that plays faster or slower.
#include <algorithm>

#include "audio/playout/playout.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// One correction is 5 to 15 ms, and no more than what is too much: from 6 ms above the aim it ends
// between that and the aim. Below the aim the line runs dry at the end of a tick.
constexpr Samples above = 6ms;
// Who only listens does not notice delay, but would each correction: it is given back when it is this much.
constexpr Samples above_listening = 80ms;
// Near the aim a correction each 100 ms: nobody hears it. From this far on, each tick that may.
constexpr Samples near = 30ms;
constexpr Samples between = 100ms;
// Who listens is slowed down by 3 % on average: redundancy mends what is lost until depth is there.
constexpr Samples between_when_listening = 300ms;
// From here on any cut is better than the delay.
constexpr Samples stale = 150ms;
// What is this stale is spoken at twice the speed, what is less at 1.5 times (10 ms of each 30): that is
// what listeners follow. Who listens is hurried a little less than that.
constexpr Samples very_stale = 300ms;
constexpr Samples removed_a_tick = 10ms;
constexpr Samples removed_a_tick_listening = 9ms;
constexpr Samples removed_a_tick_when_very_stale = 20ms;
// From listening into the conversation: 2 s within 1.5 s.
constexpr Samples removed_a_tick_in_a_hurry = 30ms;
// Two corrections of the longest kind may come at once, and no more.
constexpr Samples most_removed_at_once = 30ms;
// A rest is made shorter by up to this many corrections in a tick.
constexpr int corrections_in_a_rest = 6;
// What is here is drawn out to three times its length while packets stay away, or to more for a moment.
constexpr Samples added_a_tick = 13ms;
constexpr Samples most_added_at_once = 60ms;
// Half a tick: less is the jitter of a good link.
constexpr Samples noticeable = 10ms;
// With more in hand than this, the stall may be over before it matters.
constexpr Samples plenty = 200ms;

}  // namespace

void Playout::keep_to_aim() noexcept {
    const Samples excess = delay() - aim();
    const bool listens = mode_ == PlayoutMode::listening;
    if (excess < above) hurries_ = false;
    const Samples removable = hurries_              ? removed_a_tick_in_a_hurry
                              : listens             ? removed_a_tick_listening
                              : excess > very_stale ? removed_a_tick_when_very_stale
                                                    : removed_a_tick;
    may_remove_ = std::min(may_remove_ + removable, listens ? removable : most_removed_at_once);
    may_add_ = std::min(may_add_ + added_a_tick, most_added_at_once);
    // Made-up sound repeats itself already.
    if (concealment_.run() > Samples{0}) return;
    if (is_stalling()) {
        if (may_add_ > Samples{0}) static_cast<void>(lengthen(TimeStretch::Care::some));
        return;
    }
    if (excess < Samples{0}) {
        // A stall is due: half a second is time to be ready for it, if speech is drawn out at once.
        const bool soon = stall_due_ > Samples{0} && excess < -near && may_add_ > Samples{0};
        if (soon || now_ - last_correction_ >= (listens ? between_when_listening : between)) {
            static_cast<void>(lengthen(soon ? TimeStretch::Care::some : TimeStretch::Care::great));
        }
        return;
    }
    if (excess >= (listens ? above_listening : above)) catch_up(excess);
}

/// The next packet is later than is usual on this link, and there is not much in hand.
bool Playout::is_stalling() const noexcept {
    const Samples since = now_ - order_.newest_start() - 2 * frame_;
    return since > lateness_.typical() + noticeable &&
           since + tick_length > std::max(late_.median(), mended_.median()) &&
           static_cast<std::int64_t>(buffer_.waiting()) * frame_ < plenty;
}

/// Packets have stopped to come: the last of what is here is made to last, so that they may come yet.
bool Playout::draw_out() noexcept {
    if (concealment_.run() > Samples{0} || may_add_ <= Samples{0}) return false;
    return lengthen(TimeStretch::Care::some);
}

void Playout::catch_up(Samples excess) noexcept {
    // Where frames are long, depth goes up and down by them, and corrections need not follow.
    const bool is_near = excess <= std::max(near, frame_) && !hurries_;
    if (is_near && now_ - last_correction_ < between) return;
    const auto care = excess > stale ? TimeStretch::Care::none
                      : is_near      ? TimeStretch::Care::great
                                     : TimeStretch::Care::some;
    for (int i = 0; i < corrections_in_a_rest; ++i) {
        if (!shorten(care, delay() - aim())) return;
    }
}

bool Playout::shorten(TimeStretch::Care care, Samples most) noexcept {
    if (most < above) return false;
    const std::size_t needs =
        std::max(time_stretch_.compress_needs(), tick_samples_ + time_stretch_.longest());
    while (line_.unheard() < needs && go_on()) {
    }
    // A tick must be left; what comes after it is not here yet.
    if (line_.unheard() < needs) return false;
    // A rest is shortened at any rate, but for who listens.
    const bool rests = time_stretch_.is_pause(line_) && mode_ == PlayoutMode::conversation;
    if (!rests && may_remove_ <= Samples{0}) return false;
    const std::size_t removed = time_stretch_.compress(
        line_, care, std::min(sample_count(most, rate_), time_stretch_.longest()));
    if (removed == 0) return false;
    const Samples length = length_of(removed, rate_);
    stats_.compressed += length;
    if (!rests) may_remove_ -= length;
    last_correction_ = now_;
    tell(TickKind::compressed);
    return true;
}

bool Playout::lengthen(TimeStretch::Care care) noexcept {
    const std::size_t added = time_stretch_.stretch(line_, care);
    if (added == 0) return false;
    stats_.stretched += length_of(added, rate_);
    may_add_ -= length_of(added, rate_);
    last_correction_ = now_;
    tell(TickKind::stretched);
    return true;
}

}  // namespace giaoban::audio
