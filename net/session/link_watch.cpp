#include "net/session/link_watch.h"

#include <algorithm>

namespace giaoban::net {

LinkWatch::LinkWatch(Instant now) noexcept : last_heard_(now), last_sent_(now), last_ask_(now) {}

void LinkWatch::on_heard(bool sound, Instant now) noexcept {
    last_heard_ = now;
    heard_sound_ = sound;
    asked_since_ = never;
}

void LinkWatch::on_sent(bool asks, Instant now) noexcept {
    last_sent_ = now;
    if (!asks) return;
    last_ask_ = now;
    if (asked_since_ == never) asked_since_ = now;
}

void LinkWatch::set_speaking(bool speaking, Instant now) noexcept {
    // The second before counts for nothing: it was another state of affairs.
    if (speaking && !speaking_) last_sent_ = std::max(last_sent_, now);
    speaking_ = speaking;
}

Instant LinkWatch::next_ask(Duration patience) const noexcept {
    if (asked_since_ != never) {
        const bool lost = last_ask_ - asked_since_ >= lost_after;
        return last_ask_ + (lost ? std::max<Duration>(live_silence, patience)
                                 : std::max<Duration>(least_patience, patience));
    }
    if (speaking_) return std::min(last_heard_, last_sent_) + live_silence;
    return last_heard_ + (heard_sound_ ? live_silence : idle_silence);
}

}  // namespace giaoban::net
