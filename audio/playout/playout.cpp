#include "audio/playout/playout.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// RFC 6716 section 2.1.4: the longest packet, and the shortest frame.
constexpr Samples longest_packet = 120ms;
constexpr Samples shortest_frame{120};  // 2.5 ms
// One frame in a hundred says nothing of the two clocks.
constexpr std::uint32_t out_of_the_common = 100;
// What is left in the line at the end of a tick: TimeStretch needs 3.3 ms to draw out, if it must.
constexpr Samples guard = 4ms;
// What is longer than others by this much was held back by more than a full queue.
constexpr Samples stall = 100ms;
// Two frames of 20 ms.
constexpr Samples usual_burst = 40ms;
// Listening gives back 10 ms of depth a second: what happened a minute ago may happen again.
constexpr int forgotten_in = 100;
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
      lateness_(out_of_the_common),
      late_(limits.late_one_in),
      mended_(limits.mended_late_one_in),
      concealment_(decoder),
      time_stretch_(rate),
      // A tick and what a stretch looks at may be waiting when the longest packet is decoded behind it.
      line_(time_stretch_.history_needs(), tick_samples_ + time_stretch_.compress_needs() +
                                               2 * sample_count(longest_packet, rate)),
      asked_(limits.slots) {
    ensure(decoder.rate() == rate, "a decoder gives the rate that playout works at");
    ensure(limits.late_one_in > 0, "some share of frames may be late");
    ensure(limits.least_depth <= limits.most_wait, "the least depth is within the wait");
}

Inserted Playout::insert(const EncodedPacket& packet, Instant arrived) noexcept {
    return take_in(packet, in_samples(arrived));
}

Inserted Playout::insert_fetched(const EncodedPacket& packet) noexcept {
    return take_in(packet, std::nullopt);
}

Inserted Playout::take_in(const EncodedPacket& packet, std::optional<Samples> arrived) noexcept {
    const auto duration = decoder_.duration_of(packet.payload());
    if (packet.size > EncodedPacket::max_size || !duration.has_value() ||
        *duration < shortest_frame || *duration > longest_packet) {
        ++stats_.malformed;
        return Inserted::malformed;
    }
    const Samples newest_before = order_.newest_start();
    const StreamOrder::Place place = order_.place(packet.seq, packet.timestamp, packet.marker);
    if (place.verdict == StreamOrder::Verdict::restarted) {
        begin_anew(arrived.value_or(now_) - place.start - *duration);
    }
    if (place.verdict == StreamOrder::Verdict::strange) {
        ++stats_.late;
        return Inserted::late;
    }
    if (buffer_.knows(place.seq)) {
        ++stats_.duplicate;
        return Inserted::duplicate;
    }
    if (start_at_.has_value()) {
        const std::uint32_t at = *start_at_;
        start_at_.reset();
        start_at(at);
    }
    const Samples spacing = (place.start - newest_before) / (place.missing + 1);
    if (arrived.has_value()) observe(place, packet, *duration, *arrived, spacing);
    if (frame_ == Samples{0}) frame_ = *duration;
    if (has_position_ && place.start < decoded_until_) {
        ++stats_.late;
        ++stats_.never_played;
        return Inserted::late;
    }
    switch (store(packet, place, *duration)) {
        case PacketBuffer::Stored::kept: break;
        case PacketBuffer::Stored::late:
            ++stats_.late;
            ++stats_.never_played;
            return Inserted::late;
        case PacketBuffer::Stored::duplicate: ++stats_.duplicate; return Inserted::duplicate;
        case PacketBuffer::Stored::too_far_ahead:
            ++stats_.too_far_ahead;
            return Inserted::too_far_ahead;
    }
    ++stats_.received;
    return Inserted::kept;
}

PacketBuffer::Stored Playout::store(const EncodedPacket& packet, const StreamOrder::Place& place,
                                    Samples duration) noexcept {
    auto stored = buffer_.store(packet, place.seq, place.start, duration);
    // More than can be held has come at once: the newest is worth more than the oldest. A single packet
    // that claims to be far ahead moves nothing.
    while (stored == PacketBuffer::Stored::too_far_ahead && buffer_.waiting() > limits_.slots / 2) {
        leave_out_first();
        stored = buffer_.store(packet, place.seq, place.start, duration);
    }
    return stored;
}

void Playout::observe(const StreamOrder::Place& place, const EncodedPacket& packet,
                      Samples duration, Samples arrived, Samples spacing) noexcept {
    const Samples transit = arrived - place.start - duration;
    const bool newest = place.seq == order_.newest_seq();
    if (newest) {
        observe_clock(packet, transit, arrived);
        last_arrival_ = arrived;
        frame_ = duration;
    }
    lateness_.note(transit, arrived);
    // It is here in time for the next tick: that is what counts, whatever the phase of the two clocks.
    const Samples wait = has_ticked_
                             ? std::max(transit, now_ + tick_length - place.start - duration)
                             : transit + tick_length;
    if (newest) {
        const Samples held = wait - std::max(last_wait_, late_.best());
        if (held > stall && last_wait_ <= late_.wait()) {
            rhythm_.note(arrived - held, wait - lateness_.quickest());
        }
        last_wait_ = wait;
    }
    note_listening_wait(wait);
    // A stall that comes on schedule says nothing of the time between.
    if (!rhythm_.explains(arrived)) {
        late_.note(wait, arrived);
        mended_.note(wait, arrived);
    }
    if (newest) observe_loss(place, packet, wait, arrived, spacing);
}

void Playout::observe_clock(const EncodedPacket& packet, Samples transit,
                            Samples arrived) noexcept {
    const Samples pause = arrived - last_arrival_;
    if (lateness_.seen() != 0) {
        const bool early = transit < lateness_.quickest() - another_clock;
        const bool stood = packet.marker && transit > lateness_.on_time() + another_clock;
        if (early || stood) {
            shift(lateness_.rebase(transit));
        } else if (packet.marker || pause > pause_after) {
            shift(lateness_.follow_pause(transit, pause));
        }
    }
    lateness_.note_jitter(transit);
}

/// A lost frame can be heard when the packet is here that carries its redundancy: it is as good as late
/// by the way between the two. Waiting for that is worth it only as far as the redundancy reaches.
void Playout::observe_loss(const StreamOrder::Place& place, const EncodedPacket& packet,
                           Samples wait, Samples arrived, Samples spacing) noexcept {
    if (lateness_.seen() == 1 && frame_ >= long_frame) {
        const Samples reach = concealment_.reach(place.seq, packet.payload());
        if (reach >= frame_) mended_.note(wait + std::min(2 * frame_, reach), arrived);
    }
    if (packet.marker || spacing > longest_packet || place.missing == 0) return;
    const Samples worth = std::min(concealment_.known_reach(), limits_.most_wait);
    const Samples lost = std::min(place.missing * spacing, worth / spacing * spacing);
    if (lost <= Samples{0}) return;
    mended_.note(wait + lost, arrived);
    note_listening_wait(wait + lost);
}

void Playout::shift(Samples by) noexcept {
    late_.shift(by);
    mended_.shift(by);
    last_wait_ += by;
    listened_wait_ += by;
}

void Playout::begin_anew(Samples transit) noexcept {
    ++stats_.restarts;
    line_.fade_out(sample_count(5ms, rate_));
    buffer_.clear();
    decoder_.reset();
    rhythm_.forget();
    concealment_.forget();
    shift(lateness_.rebase(transit));
    playing_ = false;
    has_position_ = false;
    waiting_ = goes_on_ = false;
    stood_in_ = Samples{0};
}

void Playout::reset() noexcept {
    line_.clear();
    buffer_.clear();
    decoder_.reset();
    concealment_.forget();
    lateness_.forget();
    late_.forget();
    mended_.forget();
    rhythm_.forget();
    order_.forget();
    start_at_.reset();
    std::fill(asked_.begin(), asked_.end(), Asked{});
    playing_ = has_ticked_ = has_position_ = waiting_ = hurries_ = goes_on_ = false;
    new_talk_ = true;
    stood_in_ = frame_ = unheard_for_ = last_wait_ = stall_due_ = Samples{0};
    kind_ = TickKind::silence;
    stats_ = PlayoutStats{};
}

TickKind Playout::next(Instant now, std::span<std::int16_t> out) noexcept {
    ensure(out.size() == tick_samples_, "a tick is 20 ms of sound");
    follow_clock(in_samples(now));
    kind_ = TickKind::silence;
    stall_due_ = rhythm_.due(now_);
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
    note_interruption();
    return kind_;
}

void Playout::note_interruption() noexcept {
    if (kind_ == TickKind::silence || kind_ == TickKind::plc) {
        unheard_for_ += tick_length;
        return;
    }
    // W3C webrtc-stats, interruptionCount: 150 ms. Before a talk nobody is interrupted.
    if (unheard_for_ >= 150ms && !new_talk_) ++stats_.interruptions;
    unheard_for_ = Samples{0};
    new_talk_ = false;
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

/// A tick reads 20 ms at once, and a frame is needed when its first sample is: so what counts of a
/// frame's way is the first tick that finds it there, and its own length comes on top.
Samples Playout::aim() const noexcept {
    const Samples quickest = lateness_.quickest();
    Samples wait = std::min(std::max({late_.wait(), mended_.wait(), often_lost()}) - quickest,
                            limits_.most_wait + tick_length);
    wait = std::max(wait, std::min(stall_due_, limits_.most_wait));
    if (mode_ == PlayoutMode::listening) {
        wait = std::max(wait, std::min(listening_wait() - quickest, limits_.listening_depth));
    }
    return quickest + std::max(wait + frame_ + guard, limits_.least_depth);
}

/// Where anything was lost of late, the usual burst is waited for, however rare it is: half of all bursts
/// are one packet long, and redundancy is better than what is made up.
Samples Playout::often_lost() const noexcept {
    if (mended_.longest() <= late_.longest()) return late_.wait();
    return std::min(mended_.longest(), late_.wait() + std::max(frame_, usual_burst));
}

/// The longest wait of late, a little less each second; and from the first word on as long as it takes
/// to ask for a packet and have it, since before it nobody notices the delay.
Samples Playout::listening_wait() const noexcept {
    const Samples of_late = listened_wait_ - (now_ - listened_at_) / forgotten_in;
    const Samples asked = round_trip_ > Samples{0}
                              ? lateness_.typical() + round_trip_ + frame_ + 2 * tick_length
                              : lateness_.quickest();
    return std::max({mended_.wait(), of_late, asked});
}

/// More than listening waits for is not remembered: it would be forgotten only after many minutes.
void Playout::note_listening_wait(Samples wait) noexcept {
    listened_wait_ =
        std::min(std::max(listening_wait(), wait), lateness_.quickest() + limits_.listening_depth);
    listened_at_ = now_;
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
