// The part of Playout that speaks with others: what to ask for again, and where one stops and goes on.
#include <algorithm>

#include "audio/playout/playout.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// The question leaves at a tick, and the answer is found at one.
constexpr Samples two_ticks = 2 * tick_length;
// Packets that overtake each other do so within this: 5G and multi-path links swap neighbours.
constexpr Samples overtaken = 10ms;

}  // namespace

void Playout::follow(PlayoutMode mode) noexcept {
    hurries_ = mode == PlayoutMode::conversation && (hurries_ || mode_ == PlayoutMode::listening) &&
               playing_;
    mode_ = mode;
}

std::size_t Playout::missing(Instant now, std::span<std::uint16_t> seqs) noexcept {
    if (round_trip_ <= Samples{0} || !has_position_ || !order_.started()) return 0;
    const Samples asked_now = std::chrono::duration_cast<Samples>(now.time_since_epoch());
    const std::int64_t newest = order_.newest_seq();
    const auto slots = static_cast<std::int64_t>(asked_.size());
    const Samples most = mode_ == PlayoutMode::listening
                             ? std::max(delay(), lateness_.quickest() + limits_.listening_depth)
                             : std::max(delay(), aim());
    const auto mended = limits_.asks_for_all ? 0 : concealment_.known_reach() / frame_;
    std::size_t count = 0;
    std::int64_t there = 0;  // the next packet behind the one that is missing
    for (std::int64_t seq = std::max(last_seq_ + 1, newest - slots + 1);
         seq < newest && count < seqs.size(); ++seq) {
        if (buffer_.knows(seq)) continue;
        const Samples start = order_.newest_start() - (newest - seq) * frame_;
        if (start + frame_ <= decoded_until_) continue;
        if (asked_now + round_trip_ + two_ticks > start + most) continue;
        for (there = std::max(there, seq + 1); there < newest && !buffer_.knows(there); ++there) {
        }
        if (there - seq <= mended) continue;
        if (seq == newest - 1 && asked_now - last_arrival_ < overtaken) continue;
        // Stragglers from before the first packet have numbers below zero; slots are a power of two.
        Asked& asked = asked_[static_cast<std::size_t>(seq) % asked_.size()];
        if (asked.seq == seq && asked_now - asked.at < round_trip_) continue;
        asked = Asked{seq, asked_now};
        seqs[count++] = order_.wire_seq_of(seq);
        ++stats_.asked;
        // Who listens slows down at once, so that the answer is there before its turn has come.
        const Samples answered = asked_now + round_trip_ + tick_length - (start + frame_);
        note_listening_wait(answered);
    }
    return count;
}

/// Whether who listens should wait for the packet that is missing at `start`.
bool Playout::may_still_come(std::int64_t seq, Samples start) const noexcept {
    if (mode_ != PlayoutMode::listening || round_trip_ <= Samples{0}) return false;
    if (seq > order_.newest_seq() || buffer_.knows(seq)) return false;
    return now_ + tick_length < start + lateness_.quickest() + limits_.listening_depth;
}

std::optional<std::uint32_t> Playout::played_until() const noexcept {
    if (!has_position_ || !order_.started()) return std::nullopt;
    // What was made up while waiting is at the end of the line, and is none of what was spoken.
    const Samples ahead = std::max(length_of(line_.unheard(), rate_) - stood_in_, Samples{0});
    return order_.timestamp_of(decoded_until_ - ahead);
}

void Playout::start_at(std::uint32_t timestamp) noexcept {
    if (!order_.started()) {
        start_at_ = timestamp;
        return;
    }
    const Samples place = order_.place_of(timestamp);
    while (buffer_.first() != nullptr && buffer_.first()->start < place) {
        last_seq_ = buffer_.first()->seq;
        buffer_.take_first();
        ++stats_.late;
        ++stats_.never_played;
    }
    line_.fade_out(sample_count(5ms, rate_));
    concealment_.fall_silent();
    if (!has_position_) {
        last_seq_ = (buffer_.first() != nullptr ? buffer_.first()->seq : order_.newest_seq()) - 1;
    }
    has_position_ = true;
    goes_on_ = !playing_;
    decoded_until_ = place;
    stood_in_ = Samples{0};
}

}  // namespace giaoban::audio
