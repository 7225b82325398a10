// The part of Playout that keeps the line of sound filled, and as long as it should be.
#include <algorithm>
#include <utility>

#include "audio/playout/playout.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr Samples shortest_frame{120};  // 2.5 ms
constexpr Samples longest_packet = 120ms;
// A gap as short as this that was stood in for is over: to play it again from redundancy would be heard
// as a stutter, and to leave it out costs no word.
constexpr Samples too_short_to_repeat = 40ms;
// By as much who listens may be later than its aim: see playout_pace.cpp.
constexpr Samples overshoot = 100ms;

}  // namespace

/// Where a talk is to begin: with the first packet that is there, or as far before it as its redundancy
/// reaches into what was lost.
Samples Playout::earliest_start(const BufferedPacket& first) noexcept {
    const std::int64_t lost = has_position_ ? first.seq - last_seq_ - 1 : 0;
    if (lost <= 0) return first.start;
    const Samples reach = concealment_.reach(first) / 10ms * Samples{10ms};
    const Samples back = std::min(reach, std::min<std::int64_t>(lost, 100) * frame_);
    return std::min(first.start, std::max(first.start - back, decoded_until_));
}

bool Playout::begin() noexcept {
    const BufferedPacket* first = buffer_.first();
    if (first == nullptr) {
        waiting_ = false;
        return false;
    }
    if (!waiting_) waiting_since_ = now_;
    waiting_ = true;
    if (has_position_ && may_still_come(last_seq_ + 1, decoded_until_)) return false;
    const Samples start = earliest_start(*first);
    // Who was played by another until here hears no silence in the midst of a word.
    const bool follows_on = goes_on_ && first->start - decoded_until_ < shortest_frame;
    const Samples wait = follows_on ? Samples{0} : aim() - (now_ - start);
    const Samples most_wait =
        mode_ == PlayoutMode::listening ? limits_.listening_depth : limits_.most_wait;
    const bool too_long = now_ - waiting_since_ > most_wait + longest_packet;
    if (wait >= tick_length && !too_long) return false;
    if (wait > Samples{0} && wait < tick_length) {
        const std::size_t lead = sample_count(wait, rate_);
        const std::size_t there = line_.unheard();
        if (lead > there) line_.append_silence(lead - there);
    }
    if (!has_position_) last_seq_ = first->seq - 1;
    new_talk_ = new_talk_ || first->marker;
    playing_ = true;
    waiting_ = goes_on_ = false;
    has_position_ = true;
    decoded_until_ = start;
    stood_in_ = Samples{0};
    concealment_.fall_silent();
    return true;
}

void Playout::leave_out_what_is_too_far_behind() noexcept {
    if (mode_ == PlayoutMode::listening) return;
    // Who has listened catches up by stretching; only what was out of reach of that is left out.
    const Samples allowed = hurries_
                                ? std::max(limits_.most_behind, limits_.listening_depth + overshoot)
                                : limits_.most_behind;
    Samples behind = delay() - aim() - allowed;
    if (behind <= Samples{0} || buffer_.first() == nullptr) return;
    line_.fade_out(sample_count(5ms, rate_));
    concealment_.fall_silent();
    while (behind > Samples{0} && buffer_.first() != nullptr) {
        const BufferedPacket& first = *buffer_.first();
        if (decoded_until_ < first.start) {
            const Samples gap = first.start - decoded_until_;
            const Samples left_out = std::min(gap, (behind / 10ms + 1) * Samples{10ms});
            decoded_until_ += left_out;
            behind -= left_out;
            stats_.skipped += left_out;
            continue;
        }
        // The newest is always played, so that there is something to go on from.
        if (buffer_.waiting() == 1) return;
        behind -= first.duration;
        leave_out_first();
    }
}

void Playout::leave_out_first() noexcept {
    const BufferedPacket& first = *buffer_.first();
    stats_.skipped += first.duration;
    ++stats_.never_played;
    decoded_until_ = std::max(decoded_until_, first.end());
    last_seq_ = first.seq;
    buffer_.take_first();
}

void Playout::fill() noexcept {
    while (playing_ && line_.unheard() < tick_samples_) {
        const BufferedPacket* next = buffer_.first();
        if (next == nullptr) {
            if (!draw_out()) stand_in();
        } else if (next->start - decoded_until_ < shortest_frame) {
            decode_first();
        } else if (!may_still_come(last_seq_ + 1, decoded_until_) ||
                   next->start - decoded_until_ <= concealment_.reach(*next)) {
            // A word that was waited for is worse than the same word from redundancy, and in time.
            cross_gap(*next);
        } else if (!draw_out()) {
            stand_in();
        }
    }
}

/// Brings more of what was spoken into the line, if it is here already.
bool Playout::go_on() noexcept {
    const BufferedPacket* next = buffer_.first();
    if (next == nullptr) return false;
    const Samples gap = next->start - decoded_until_;
    if (gap < shortest_frame) {
        decode_first();
        return true;
    }
    if (next->seq - last_seq_ <= 1 || stood_in_ > Samples{0}) return false;
    if (gap > concealment_.reach(*next)) return false;
    if (may_still_come(last_seq_ + 1, decoded_until_)) return false;
    cross_gap(*next);
    return true;
}

void Playout::decode_first() noexcept {
    const BufferedPacket& packet = *buffer_.first();
    const std::size_t samples = sample_count(packet.duration, rate_);
    const auto out = line_.room(samples).first(samples);
    const auto done = decoder_.decode(packet.payload(), out);
    buffer_.take_first();
    last_seq_ = packet.seq;
    decoded_until_ = packet.end();
    stood_in_ = Samples{0};
    if (done.has_value() && *done == samples) {
        concealment_.join(out);
        line_.append(samples);
        stats_.played += packet.duration;
        tell(TickKind::played);
        return;
    }
    ++stats_.malformed;
    for (Samples left = packet.duration; left >= 10ms; left -= Samples{10ms}) {
        account(concealment_.stand_in(line_.room(sample_count(10ms, rate_))));
    }
}

void Playout::cross_gap(const BufferedPacket& next) noexcept {
    const Samples gap = next.start - decoded_until_;
    const bool is_loss = next.seq - last_seq_ > 1;
    const Samples reach = is_loss ? concealment_.reach(next) : Samples{0};
    if (is_loss && stood_in_ > Samples{0}) {
        const Samples stood_in = stood_in_;
        stood_in_ = Samples{0};
        const Samples not_carried = std::max(gap - reach, Samples{0});
        const Samples over =
            gap <= stood_in && gap <= too_short_to_repeat
                ? gap
                : std::min(not_carried, stood_in) / shortest_frame * shortest_frame;
        decoded_until_ += over;
        if (over > Samples{0}) return;
    }
    if (!is_loss && stood_in_ > Samples{0}) {
        // It was a pause, and nothing was missing in it: over as far as it was heard, and as far as it is late.
        const Samples heard = std::exchange(stood_in_, Samples{0});
        decoded_until_ += std::min(gap, std::max(heard, delay() - aim()));
        const Samples made_up = std::min(heard, stats_.plc);
        stats_.plc -= made_up;
        stats_.silence += made_up;
        unheard_for_ = Samples{0};
        return;
    }
    // Silence is not counted out: when the next talk is due, begin() finds it.
    if (gap > reach && concealment_.is_gone()) {
        playing_ = false;
        return;
    }
    const auto room = line_.room(sample_count(longest_packet, rate_));
    const Concealment::Piece piece =
        is_loss ? concealment_.before(next, gap, room) : concealment_.stand_in(room);
    decoded_until_ += std::min(length_of(piece.samples, rate_), gap);
    account(piece);
}

void Playout::stand_in() noexcept {
    if (stood_in_ == Samples{0}) ++stats_.underruns;
    if (concealment_.is_gone()) {
        playing_ = false;
        return;
    }
    const auto piece = concealment_.stand_in(line_.room(sample_count(10ms, rate_)));
    stood_in_ += length_of(piece.samples, rate_);
    account(piece);
}

void Playout::account(const Concealment::Piece& piece) noexcept {
    line_.append(piece.samples);
    const Samples made_up = length_of(piece.samples, rate_);
    switch (piece.from) {
        case Recovered::dred:
            stats_.dred += made_up;
            tell(TickKind::dred);
            break;
        case Recovered::lbrr:
            stats_.lbrr += made_up;
            tell(TickKind::lbrr);
            break;
        case Recovered::plc:
            stats_.plc += made_up;
            tell(TickKind::plc);
            break;
        case Recovered::silence: stats_.silence += made_up; break;
    }
}

}  // namespace giaoban::audio
