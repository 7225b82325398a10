#include "audio/playout/catch_up_playout.h"

#include <algorithm>

namespace giaoban::audio {

namespace {

using namespace std::chrono_literals;

// A hole that begins within this is concealed in the coming tick.
constexpr Samples due = tick_length + Samples{120};
// A hole up to this is playout's: it has waited for what it asked for, and then redundancy makes up for it (deep redundancy
// reaches 157 ms back with the shortest frames). For a longer one words would be lost, and it is worth stopping.
constexpr Samples mended_by_playout = 160ms;
// Of what was heard, so much stays: it gives a decoder its voice.
constexpr Samples voice = 120ms;
// Playout gives back 40 ms itself within a second; a hand-over that waited for the last of them would be the longer.
constexpr Samples nearly = 40ms;
// What playout needs on the quietest link: a frame of 60 ms and its ticks.
constexpr Samples least_live_depth = 100ms;
constexpr Samples quickest_memory = 10s;
// So long a hole may be mended by asking for its packets, which takes a round trip or two, before the range is asked for.
constexpr Milliseconds patience{400};
constexpr Samples asked_together = 10s;
// 10 round trips over a satellite, and more than the 3 s after which the range is asked for again.
constexpr Seconds longest_short_hole{10};

Samples in_samples(Instant at) noexcept {
    return std::chrono::duration_cast<Samples>(at.time_since_epoch());
}

}  // namespace

CatchUpPlayout::CatchUpPlayout(const PlayoutLimits& limits, SampleRate rate, SpeechDecoder& decoder,
                               bool catch_up)
    : decoder_(decoder), playout_(limits, rate, decoder) {
    if (!catch_up) return;
    backlog_ = std::make_unique<CatchUpBacklog>(CatchUpBacklog::Limits{});
    player_ = std::make_unique<CatchUpPlayer>(rate, decoder, *backlog_);
}

void CatchUpPlayout::insert(const EncodedPacket& packet, std::uint32_t stream,
                            Instant arrived) noexcept {
    if (!backlog_) {
        (void)playout_.insert(packet, arrived);
        return;
    }
    const auto duration = decoder_.duration_of(packet.payload());
    if (!duration) {
        (void)playout_.insert(packet, arrived);  // which counts it
        return;
    }
    const auto newest = backlog_->newest_end();
    auto stored = backlog_->store(packet, *duration, PacketRow::live, stream, arrived);
    if (stored == CatchUpBacklog::Stored::other_clock) {
        // The mixing box has begun anew: what was missed of its time before is gone.
        backlog_->clear();
        playout_.expect_another();
        quickest_ = quickest_before_ = Samples::max();
        if (catching_up_) {
            catching_up_ = false;
            note_figures();
        }
        stored = backlog_->store(packet, *duration, PacketRow::live, stream, arrived);
    }
    // What was asked for again meanwhile is as late as the outage was long, and not as late as the link is.
    if (catching_up_ && newest && backlog_->place_of(packet.timestamp) < *newest) {
        (void)playout_.insert_fetched(packet);
        return;
    }
    if (stored == CatchUpBacklog::Stored::kept) {
        const auto* kept = backlog_->at_or_after(backlog_->place_of(packet.timestamp));
        if (kept != nullptr) note_transit(*kept);
    }
    // Also while it does not play: so it knows, when its turn comes, how long packets take.
    (void)playout_.insert(packet, arrived);
}

void CatchUpPlayout::insert_history(const EncodedPacket& packet, std::uint32_t stream,
                                    Instant arrived) noexcept {
    if (!catching_up_) return;
    const auto duration = decoder_.duration_of(packet.payload());
    if (!duration) return;
    (void)backlog_->store(packet, *duration, PacketRow::history, stream, arrived);
}

void CatchUpPlayout::note_transit(const CatchUpBacklog::Packet& packet) noexcept {
    const Samples arrived = in_samples(packet.arrived);
    if (arrived - quickest_since_ > quickest_memory) {
        quickest_before_ = quickest_;
        quickest_ = Samples::max();
        quickest_since_ = arrived;
    }
    quickest_ = std::min(quickest_, arrived - packet.end());
}

Samples CatchUpPlayout::heard_delay(Instant now, Samples heard) const noexcept {
    const Samples quickest = std::min(quickest_, quickest_before_);
    if (quickest == Samples::max()) return Samples{0};
    return std::max(in_samples(now) - quickest - heard, Samples{0});
}

TickKind CatchUpPlayout::next(Instant now, std::span<std::int16_t> out) noexcept {
    if (!backlog_) return playout_.next(now, out);
    if (std::exchange(jumps_, false) && catching_up_) jump_to_live(now);
    if (!catching_up_) look_for_hole();
    if (!catching_up_) {
        behind_ = Samples{0};
        const TickKind kind = playout_.next(now, out);
        silent_ = kind == TickKind::silence;
        if (const auto until = playout_.played_until()) {
            backlog_->drop_until(backlog_->place_of(*until) - voice);
        } else if (backlog_->size() > 256) {
            backlog_->clear();
        }
        return kind;
    }
    const Samples delay = heard_delay(now, player_->played_until());
    behind_ = std::max(delay - live_depth_, Samples{1});
    if (!ending_ && is_nearly_live(now)) {
        ending_ = true;
        player_->come_to_a_joint();
    }
    if (ending_ && player_->at_a_joint()) {
        go_live(player_->played_until());
        return playout_.next(now, out);
    }
    return player_->next(out, behind_);
}

/// Whether something is due that is missing, though later sound is here.
void CatchUpPlayout::look_for_hole() noexcept {
    if (mode_ != PlayoutMode::listening) return;
    const auto until = playout_.played_until();
    if (!until || !backlog_->newest_end()) return;
    Samples at = backlog_->place_of(*until);
    const Samples from = at;
    while (const auto* packet = backlog_->at_or_after(at)) {
        if (packet->start > at + mended_by_playout && !backlog_->is_proven(*packet)) {
            if (at <= from + due) begin_catching_up(from);
            return;
        }
        at = packet->end();
        if (at > from + due) return;
    }
}

void CatchUpPlayout::begin_catching_up(Samples at) noexcept {
    at_begin_ = playout_.stats();
    live_depth_ = std::max(at_begin_.target, least_live_depth);
    catching_up_ = true;
    ending_ = false;
    hole_.reset();
    asked_.fill({});
    player_->begin(at);
}

bool CatchUpPlayout::is_nearly_live(Instant now) const noexcept {
    const Samples heard = player_->played_until();
    if (heard_delay(now, heard) > live_depth_ + nearly) return false;
    // From here on no more may be missing than playout mends.
    Samples at = heard;
    for (const auto* packet = backlog_->at_or_after(heard); packet != nullptr;
         packet = backlog_->after(*packet)) {
        if (packet->start > at + mended_by_playout && !backlog_->is_proven(*packet)) return false;
        at = packet->end();
        // What came as history alone has no number for playout.
        if (!packet->has[0]) return false;
    }
    return true;
}

void CatchUpPlayout::go_live(Samples from) noexcept {
    catching_up_ = ending_ = false;
    behind_ = Samples{0};
    playout_.start_at(CatchUpBacklog::timestamp_of(from));
    EncodedPacket packet;
    for (const auto* one = backlog_->at_or_after(from); one != nullptr;
         one = backlog_->after(*one)) {
        if (!one->has[0]) continue;
        backlog_->copy(*one, packet);
        (void)playout_.insert_fetched(packet);
    }
    note_figures();
}

/// Adds what was played here to what playout counts, and takes away what playout only refused because it
/// was played here.
void CatchUpPlayout::note_figures() noexcept {
    const CatchUpPlayer::Figures& here = player_->figures();
    more_.played += here.played;
    more_.compressed += here.compressed;
    more_.plc += here.plc;
    more_.silence += here.silence;
    const PlayoutStats now = playout_.stats();
    refused_.late += now.late - at_begin_.late;
    refused_.duplicate += now.duplicate - at_begin_.duplicate;
    refused_.too_far_ahead += now.too_far_ahead - at_begin_.too_far_ahead;
    refused_.never_played += now.never_played - at_begin_.never_played;
}

/// The floor is this box's: what was missed is not heard any more.
void CatchUpPlayout::jump_to_live(Instant now) noexcept {
    Samples from = backlog_->newest_end().value_or(Samples{0});
    while (const auto* before = backlog_->at_or_after(from - Samples{1})) {
        if (before->end() > from || heard_delay(now, before->start) > live_depth_) break;
        from = before->start;
    }
    go_live(from);
    backlog_->drop_until(from);
}

void CatchUpPlayout::follow(PlayoutMode mode) noexcept {
    mode_ = mode;
    jumps_ = mode == PlayoutMode::conversation;
    playout_.follow(mode);
}

void CatchUpPlayout::forget() noexcept {
    catching_up_ = ending_ = silent_ = jumps_ = false;
    behind_ = Samples{0};
    hole_.reset();
    asked_.fill({});
    quickest_ = quickest_before_ = Samples::max();
    more_ = refused_ = at_begin_ = PlayoutStats{};
    if (backlog_) backlog_->clear();
    playout_.reset();
}

void CatchUpPlayout::set_round_trip(Samples round_trip) noexcept {
    round_trip_ = round_trip;
    playout_.set_round_trip(round_trip);
}

void CatchUpPlayout::nothing_before(std::uint32_t timestamp) noexcept {
    if (backlog_) backlog_->nothing_before(backlog_->place_of(timestamp));
}

std::size_t CatchUpPlayout::missing(Instant now, std::span<std::uint16_t> seqs) noexcept {
    // Playout would ask for what is fetched in one piece, and grow as deep as that is late.
    if (backlog_ && !catching_up_ && silent_) look_for_hole();
    if (!catching_up_) return playout_.missing(now, seqs);
    if (round_trip_ <= Samples{0}) return 0;
    std::array<std::uint16_t, most_missing> numbers{};
    const std::size_t there = backlog_->missing(numbers, most_kept - 8, most_in_a_row);
    std::reverse(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(there));
    std::size_t count = 0;
    for (const std::uint16_t number : std::span(numbers).first(there)) {
        Asked& asked = asked_[number % asked_.size()];
        const bool again = asked.asked && asked.number == number;
        if (again && now - asked.at < std::chrono::duration_cast<Duration>(round_trip_)) continue;
        if (count == seqs.size()) break;
        asked = {.number = number, .asked = true, .at = now};
        seqs[count++] = number;
    }
    more_.asked += count;
    return count;
}

std::optional<MediaRange> CatchUpPlayout::wanted(Instant now) noexcept {
    if (!catching_up_ || ending_) return std::nullopt;
    Samples at = player_->played_until();
    const CatchUpBacklog::Packet* before = backlog_->at_or_after(at - Samples{1});
    const CatchUpBacklog::Packet* packet = backlog_->at_or_after(at);
    while (packet != nullptr && (packet->start <= at || backlog_->is_proven(*packet))) {
        before = packet;
        at = std::max(at, packet->end());
        packet = backlog_->after(*packet);
    }
    if (packet == nullptr) {
        hole_.reset();
        return std::nullopt;
    }
    if (hole_ != packet->start) {
        hole_ = packet->start;
        hole_since_ = now;
    }
    const bool by_number =
        before != nullptr && before->has[0] && packet->has[0] &&
        static_cast<std::uint16_t>(packet->number[0] - before->number[0]) < most_in_a_row + 2 &&
        round_trip_ > Samples{0};
    const Duration mended_within = 3 * std::chrono::duration_cast<Duration>(round_trip_) + patience;
    if (by_number && now - hole_since_ < mended_within) return std::nullopt;
    // One that stays though it was asked for in every way is done without.
    if (by_number && now - hole_since_ > longest_short_hole)
        backlog_->nothing_before(packet->start);
    const Samples from = before != nullptr && before->end() <= at ? before->start : at;
    // What is missing soon after it comes along, so that a link that loses much is not asked hole by hole.
    const CatchUpBacklog::Packet* last = packet;
    for (const auto* next = backlog_->after(*packet);
         next != nullptr && next->start - last->start < asked_together;
         next = backlog_->after(*next)) {
        if (!backlog_->is_proven(*next) && now - next->arrived > mended_within) last = next;
    }
    return MediaRange{.from = CatchUpBacklog::timestamp_of(from),
                      .until = CatchUpBacklog::timestamp_of(last->start)};
}

PlayoutStats CatchUpPlayout::stats() const noexcept {
    PlayoutStats all = playout_.stats();
    all.played += more_.played;
    all.compressed += more_.compressed;
    all.plc += more_.plc;
    all.silence += more_.silence;
    all.asked += more_.asked;
    if (catching_up_) {
        const CatchUpPlayer::Figures& here = player_->figures();
        all.played += here.played;
        all.compressed += here.compressed;
        all.plc += here.plc;
        all.silence += here.silence;
        all.late = at_begin_.late;
        all.duplicate = at_begin_.duplicate;
        all.too_far_ahead = at_begin_.too_far_ahead;
        all.never_played = at_begin_.never_played;
        all.depth = live_depth_ + behind_;
    }
    all.late -= refused_.late;
    all.duplicate -= refused_.duplicate;
    all.too_far_ahead -= refused_.too_far_ahead;
    all.never_played -= refused_.never_played;
    return all;
}

}  // namespace giaoban::audio
