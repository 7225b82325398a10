#include "tools/replay/timeline.h"

#include <algorithm>
#include <utility>

namespace giaoban::replay {
namespace {

using namespace std::chrono_literals;

// RFC 3550 appendix A.1: MAX_DROPOUT, the longest gap that is still the same stream.
constexpr std::int64_t most_missing = 3'000;
// A pause of the sender longer than an hour is another meeting.
constexpr Samples longest_pause = 1h;
// RFC 6716 section 2.1.4.
constexpr Samples longest_packet = 120ms;

Microseconds as_time(Samples length) { return std::chrono::duration_cast<Microseconds>(length); }

}  // namespace

Timeline::Timeline(const PacketFile& file, const audio::SpeechDecoder& decoder)
    : places_(file.packets.size()) {
    place_all(file, decoder);
    for (std::size_t run = 0; run < runs_.size(); ++run)
        measure_run(file, run);
}

void Timeline::place_all(const PacketFile& file, const audio::SpeechDecoder& decoder) {
    std::uint16_t wire_seq = 0;
    std::uint32_t wire_timestamp = 0;
    Place newest;
    for (std::size_t i = 0; i < file.packets.size(); ++i) {
        const Packet& packet = file.packets[i];
        const auto duration = decoder.duration_of(packet.payload);
        if (!duration || *duration <= Samples{0} || *duration > longest_packet) continue;
        const auto seq_step = static_cast<std::int16_t>(packet.seq - wire_seq);
        const auto time_step =
            Samples{static_cast<std::int32_t>(packet.timestamp - wire_timestamp)};
        const bool same = !runs_.empty() && std::abs(seq_step) <= most_missing &&
                          std::chrono::abs(time_step) <= longest_pause &&
                          (seq_step > 0) == (time_step > Samples{0});
        if (!same) {
            runs_.emplace_back();
            runs_.back().first_timestamp = packet.timestamp;
            newest = {.run = runs_.size() - 1, .duration = *duration};
            places_[i] = newest;
        } else {
            places_[i] = Place{.run = newest.run,
                               .seq = newest.seq + seq_step,
                               .start = newest.start + time_step,
                               .duration = *duration};
        }
        if (!same || seq_step > 0) {
            newest = *places_[i];
            wire_seq = packet.seq;
            wire_timestamp = packet.timestamp;
        }
    }
}

void Timeline::measure_run(const PacketFile& file, std::size_t run) {
    struct Seen {
        Place place;
        bool arrived = false;
    };
    std::vector<Seen> seen;
    auto quickest = Microseconds::max();
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (!places_[i] || places_[i]->run != run) continue;
        const Place& place = *places_[i];
        seen.push_back({place, !file.packets[i].lost});
        if (file.packets[i].lost) continue;
        quickest = std::min(quickest, file.packets[i].at - as_time(place.start + place.duration));
    }
    Run& it = runs_[run];
    it.spoken = quickest == Microseconds::max() ? Microseconds{} : quickest;
    if (file.origin && run == 0) {
        const auto ahead = static_cast<std::int32_t>(it.first_timestamp - file.origin->timestamp);
        it.spoken = file.origin->at + as_time(Samples{ahead});
    }
    std::ranges::stable_sort(seen, [](const Seen& a, const Seen& b) {
        return std::pair(a.place.seq, !a.arrived) < std::pair(b.place.seq, !b.arrived);
    });
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const Place& place = seen[i].place;
        Samples start = place.start;
        if (i > 0) {
            const Place& before = seen[i - 1].place;
            if (before.seq == place.seq) continue;
            const std::int64_t missing = place.seq - before.seq - 1;
            const Samples room = place.start - (before.start + before.duration);
            const Samples lost = std::min(room, missing * before.duration);
            if (missing > 0 && lost > Samples{0}) {
                start -= lost;
                note_missing(it.spoken + as_time(start), lost, missing);
            }
        }
        const Piece piece{start, place.start + place.duration};
        sent_ += piece.end - piece.start;
        ++packets_sent_;
        frame_ = place.duration;
        if (!seen[i].arrived) {
            lost_at_.push_back(sent_at(place));
        } else {
            arrived_ += place.duration;
            ++packets_arrived_;
        }
        if (!it.pieces.empty() && it.pieces.back().end >= piece.start) {
            it.pieces.back().end = std::max(it.pieces.back().end, piece.end);
        } else {
            it.pieces.push_back(piece);
        }
        it.end = std::max(it.end, piece.end);
    }
}

void Timeline::note_missing(Microseconds from, Samples length, std::int64_t packets) {
    packets_sent_ += static_cast<std::uint64_t>(packets);
    for (std::int64_t i = 1; i <= packets; ++i)
        lost_at_.push_back(from + as_time(length * i / packets));
}

std::optional<std::pair<const Timeline::Run*, Samples>> Timeline::find(std::uint32_t timestamp,
                                                                       std::size_t run) const {
    // Redundancy begins before the first packet that arrived.
    constexpr Samples before = 2s;
    for (std::size_t i = std::min(run + 1, runs_.size()); i-- > 0;) {
        const auto at = Samples{static_cast<std::int32_t>(timestamp - runs_[i].first_timestamp)};
        if (at >= -before && at <= runs_[i].end) return std::pair(&runs_[i], at);
    }
    return std::nullopt;
}

std::optional<Microseconds> Timeline::spoken_at(std::uint32_t timestamp, std::size_t run) const {
    const auto found = find(timestamp, run);
    if (!found) return std::nullopt;
    return found->first->spoken + as_time(found->second);
}

std::optional<Microseconds> Timeline::next_spoken_at(std::uint32_t timestamp,
                                                     std::size_t run) const {
    const auto found = find(timestamp, run);
    if (!found) return std::nullopt;
    const auto& pieces = found->first->pieces;
    const auto piece = std::ranges::upper_bound(pieces, found->second, {}, &Piece::end);
    if (piece == pieces.end()) return std::nullopt;
    return found->first->spoken + as_time(std::max(found->second, piece->start));
}

Microseconds Timeline::sent_at(const Place& place) const {
    return runs_[place.run].spoken + as_time(place.start + place.duration);
}

}  // namespace giaoban::replay
