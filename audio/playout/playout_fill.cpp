// The part of Playout that keeps the line of sound filled, and as long as it should be.
#include <algorithm>

#include "audio/playout/playout.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr Samples shortest_frame{120};  // 2.5 ms
constexpr Samples longest_packet = 120ms;
// A gap as short as this that was stood in for is over: to play it again from redundancy would be heard
// as a stutter, and to leave it out costs no word.
constexpr Samples too_short_to_repeat = 40ms;
// One correction is 15 ms at most. From 12 ms above the aim it ends at most 3 below, where lengthening
// does not yet begin; from 3 below it ends at most 12 above. So corrections never chase each other.
constexpr Samples above = 12ms;
constexpr Samples below = 3ms;
// Far from the aim: a correction each 40 ms, which is 1.25 times the speed at 10 ms each, about what
// listeners follow without effort; near it, one each 100 ms.
constexpr Samples far = 40ms;
constexpr Samples between_when_far = 40ms;
constexpr Samples between = 100ms;
// After sound was missing, what was gained in depth is kept for a while: such moments come in groups.
constexpr Samples no_hurry = 2s;
constexpr Samples no_hurry_up_to = 100ms;

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
    const Samples start = earliest_start(*first);
    const Samples wait = aim() - (now_ - start);
    const bool too_long = now_ - waiting_since_ > limits_.most_wait + longest_packet;
    if (wait >= tick_length && !too_long) return false;
    if (wait > Samples{0} && wait < tick_length) {
        const std::size_t lead = sample_count(wait, rate_);
        const std::size_t there = line_.unheard();
        if (lead > there) line_.append_silence(lead - there);
    }
    if (!has_position_) last_seq_ = first->seq - 1;
    playing_ = true;
    waiting_ = false;
    has_position_ = true;
    decoded_until_ = start;
    stood_in_ = Samples{0};
    concealment_.fall_silent();
    return true;
}

void Playout::leave_out_what_is_too_far_behind() noexcept {
    Samples behind = delay() - aim() - limits_.most_behind;
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
        stats_.skipped += first.duration;
        decoded_until_ = first.end();
        last_seq_ = first.seq;
        buffer_.take_first();
    }
}

void Playout::fill() noexcept {
    while (playing_ && line_.unheard() < tick_samples_) {
        const BufferedPacket* next = buffer_.first();
        if (next == nullptr) {
            stand_in();
        } else if (next->start - decoded_until_ < shortest_frame) {
            decode_first();
        } else {
            cross_gap(*next);
        }
    }
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
    if (stood_in_ == Samples{0}) {
        ++stats_.underruns;
        no_hurry_until_ = now_ + no_hurry;
    }
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

void Playout::keep_to_aim() noexcept {
    const Samples excess = delay() - aim();
    if (excess <= above && excess >= -below) return;
    // Made-up sound repeats itself already.
    if (concealment_.run() > Samples{0}) return;
    const bool is_far = std::chrono::abs(excess) > far;
    if (now_ - last_correction_ < (is_far ? between_when_far : between)) return;
    const auto care = is_far ? TimeStretch::Care::some : TimeStretch::Care::great;
    if (excess < Samples{0}) {
        lengthen(care);
    } else if (now_ >= no_hurry_until_ || excess > no_hurry_up_to) {
        shorten(care);
    }
}

void Playout::shorten(TimeStretch::Care care) noexcept {
    const std::size_t needs =
        std::max(time_stretch_.compress_needs(), tick_samples_ + time_stretch_.longest());
    while (line_.unheard() < needs && buffer_.first() != nullptr &&
           buffer_.first()->start == decoded_until_) {
        decode_first();
    }
    // A tick must be left; what comes after it is not here yet.
    if (line_.unheard() < needs) return;
    const std::size_t removed = time_stretch_.compress(line_, care);
    if (removed == 0) return;
    stats_.compressed += length_of(removed, rate_);
    last_correction_ = now_;
    tell(TickKind::compressed);
}

void Playout::lengthen(TimeStretch::Care care) noexcept {
    const std::size_t added = time_stretch_.stretch(line_, care);
    if (added == 0) return;
    stats_.stretched += length_of(added, rate_);
    last_correction_ = now_;
    tell(TickKind::stretched);
}

}  // namespace giaoban::audio
