#include "audio/playout/playout.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// RFC 6716 section 2.1.4: the longest packet, and the shortest frame.
constexpr Samples longest_packet = 120ms;
constexpr Samples shortest_frame{120};  // 2.5 ms
// What sockets, ticks and the estimate itself may be off by: the scheduler of a busy Pi is 2 to 4 ms late
// now and then, and drift moves the window by 2 ms.
constexpr Samples margin = 5ms;
// Until a second of frames was seen, a frame of uncertainty is added, less and less.
constexpr Samples newcomer = 20ms;
constexpr std::int64_t known_after = 50;
// Long frames are chosen for links that are slow and lose. Until this one is known better, two lost
// frames in a row are expected of it, if redundancy can mend them: that is the mean burst of mobile links.
constexpr Samples long_frame = 40ms;
// Longer without a packet is a pause, whether or not the marker came through.
constexpr Samples pause_after = 3s;
// No link's delay falls, and no first packet of a talk comes late, by more than this: another clock.
constexpr Samples another_clock = 1s;

Samples in_samples(Instant at) noexcept {
    return std::chrono::duration_cast<Samples>(at.time_since_epoch());
}

}  // namespace

Playout::Playout(const PlayoutLimits& limits, SampleRate rate, SpeechDecoder& decoder)
    : limits_(limits),
      rate_(rate),
      decoder_(decoder),
      tick_samples_(sample_count(tick_length, rate)),
      order_(limits.slots),
      buffer_(limits.slots),
      lateness_(limits.late_one_in),
      concealment_(decoder),
      time_stretch_(rate),
      // A tick and what a stretch looks at may be waiting when the longest packet is decoded behind it.
      line_(time_stretch_.history_needs(), tick_samples_ + time_stretch_.compress_needs() +
                                               2 * sample_count(longest_packet, rate)) {
    ensure(decoder.rate() == rate, "a decoder gives the rate that playout works at");
    ensure(limits.late_one_in > 0, "some share of frames may be late");
    ensure(limits.least_depth <= limits.most_wait, "the least depth is within the wait");
}

Inserted Playout::insert(const EncodedPacket& packet, Instant arrived_at) noexcept {
    const auto duration = decoder_.duration_of(packet.payload());
    if (packet.size > EncodedPacket::max_size || !duration.has_value() ||
        *duration < shortest_frame || *duration > longest_packet) {
        ++stats_.malformed;
        return Inserted::malformed;
    }
    const Samples arrived = in_samples(arrived_at);
    const Samples newest_before = order_.newest_start();
    const StreamOrder::Place place = order_.place(packet.seq, packet.timestamp, packet.marker);
    if (place.verdict == StreamOrder::Verdict::restarted) {
        begin_anew(arrived - place.start - *duration);
    }
    if (place.verdict == StreamOrder::Verdict::strange) {
        ++stats_.late;
        return Inserted::late;
    }
    if (buffer_.knows(place.seq)) {
        ++stats_.duplicate;
        return Inserted::duplicate;
    }
    const Samples spacing = (place.start - newest_before) / (place.missing + 1);
    observe(place, packet, *duration, arrived, spacing);
    if (has_position_ && place.start < decoded_until_) {
        ++stats_.late;
        return Inserted::late;
    }
    switch (buffer_.store(packet, place.seq, place.start, *duration)) {
        case PacketBuffer::Stored::kept: break;
        case PacketBuffer::Stored::late: ++stats_.late; return Inserted::late;
        case PacketBuffer::Stored::duplicate: ++stats_.duplicate; return Inserted::duplicate;
        case PacketBuffer::Stored::too_far_ahead:
            ++stats_.too_far_ahead;
            return Inserted::too_far_ahead;
    }
    ++stats_.received;
    return Inserted::kept;
}

void Playout::observe(const StreamOrder::Place& place, const EncodedPacket& packet,
                      Samples duration, Samples arrived, Samples spacing) noexcept {
    const Samples transit = arrived - place.start - duration;
    const bool newest = place.seq == order_.newest_seq();
    if (newest) {
        const Samples pause = arrived - last_arrival_;
        if (lateness_.seen() != 0) {
            const bool early = transit < lateness_.quickest() - another_clock;
            const bool stood = packet.marker && transit > lateness_.on_time() + another_clock;
            if (early || stood) {
                lateness_.rebase(transit);
            } else if (packet.marker || pause > pause_after) {
                lateness_.follow_pause(transit, pause);
            }
        }
        lateness_.note_jitter(transit);
        last_arrival_ = arrived;
        frame_ = duration;
    }
    lateness_.note(transit, arrived);
    if (newest) observe_loss(place, packet, transit, arrived, spacing);
}

/// A lost frame can be heard when the packet is here that carries its redundancy: it is as good as late
/// by the way between the two. Waiting for that is worth it only as far as the redundancy reaches.
void Playout::observe_loss(const StreamOrder::Place& place, const EncodedPacket& packet,
                           Samples transit, Samples arrived, Samples spacing) noexcept {
    if (lateness_.seen() == 1 && frame_ >= long_frame) {
        const Samples reach = concealment_.reach(place.seq, packet.payload());
        if (reach >= frame_) lateness_.note_mended(transit + std::min(2 * frame_, reach), arrived);
    }
    if (packet.marker || spacing > longest_packet || place.missing == 0) return;
    const Samples worth = std::min(concealment_.known_reach(), limits_.most_wait);
    const Samples lost = std::min(place.missing * spacing, worth / spacing * spacing);
    if (lost > Samples{0}) lateness_.note_mended(transit + lost, arrived);
}

void Playout::begin_anew(Samples transit) noexcept {
    ++stats_.restarts;
    line_.fade_out(sample_count(5ms, rate_));
    buffer_.clear();
    decoder_.reset();
    concealment_.forget();
    lateness_.rebase(transit);
    playing_ = false;
    has_position_ = false;
    waiting_ = false;
    stood_in_ = Samples{0};
}

void Playout::reset() noexcept {
    line_.clear();
    buffer_.clear();
    decoder_.reset();
    concealment_.forget();
    lateness_.forget();
    order_.forget();
    playing_ = has_ticked_ = has_position_ = waiting_ = false;
    stood_in_ = frame_ = Samples{0};
    kind_ = TickKind::silence;
    stats_ = PlayoutStats{};
}

TickKind Playout::next(Instant now, std::span<std::int16_t> out) noexcept {
    ensure(out.size() == tick_samples_, "a tick is 20 ms of sound");
    follow_clock(in_samples(now));
    kind_ = TickKind::silence;
    if (playing_ || begin()) {
        leave_out_what_is_too_far_behind();
        fill();
        if (playing_) keep_to_aim();
    }
    // A packet of 60 ms is decoded in one tick and heard in three.
    if (line_.unheard() > 0) tell(TickKind::played);
    if (line_.unheard() < tick_samples_) {
        const std::size_t missing = tick_samples_ - line_.unheard();
        line_.append_silence(missing);
        stats_.silence += length_of(missing, rate_);
    }
    line_.read(out);
    return kind_;
}

/// Ticks come when a sound card or a scheduler lets them; what counts is their mean pace.
void Playout::follow_clock(Samples now) noexcept {
    const Samples error = now - (now_ + tick_length);
    // Three ticks off is no jitter: the machine slept, or the caller stopped asking for a while.
    if (!has_ticked_ || std::chrono::abs(error) > 3 * tick_length) {
        now_ = now;
    } else {
        // An eighth: 1 ms of jitter moves the clock by 0.1 ms, and 200 ppm of drift lag by 0.03 ms.
        now_ += tick_length + error / 8;
    }
    has_ticked_ = true;
}

Samples Playout::delay() const noexcept {
    return now_ - (decoded_until_ - length_of(line_.unheard(), rate_));
}

/// A tick reads 20 ms at once, whose last sample may be the first of a frame: so a frame is needed, at
/// worst, a whole tick and its own length before its own end is heard.
Samples Playout::aim() const noexcept {
    const Samples quickest = lateness_.quickest();
    const Samples wait = std::min(lateness_.all_mended() - quickest, limits_.most_wait);
    const auto seen = static_cast<std::int64_t>(lateness_.seen());
    const Samples unsure =
        seen < known_after ? newcomer * (known_after - seen) / known_after : Samples{0};
    return quickest + std::max(wait + frame_ + tick_length + margin + unsure, limits_.least_depth);
}

PlayoutStats Playout::stats() const noexcept {
    PlayoutStats now = stats_;
    now.target = aim() - lateness_.quickest();
    // What is heard next is heard a tick after the last.
    now.depth = playing_ ? delay() + tick_length - lateness_.quickest() : Samples{0};
    now.jitter = lateness_.jitter();
    return now;
}

/// The furthest tells: the order of TickKind is from what was spoken to what was made up.
void Playout::tell(TickKind kind) noexcept { kind_ = std::max(kind_, kind); }

}  // namespace giaoban::audio
