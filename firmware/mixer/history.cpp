#include "firmware/mixer/history.h"

#include <algorithm>

#include "net/rtp/serial.h"

namespace giaoban::mixer {

using net::ticks_ahead;

namespace {

// 120 ms, RFC 6716 section 2.1.4.
constexpr std::int32_t longest_frame = 120 * 48;

}  // namespace

void History::add(const MixedPacket& mixed) {
    const Bytes payload = mixed.packet.payload();
    if (mixed.only != no_box || payload.empty()) return;
    Rung& rung = rungs_[mixed.rung];
    if (rung.bytes.empty()) rung.bytes.resize(most_bytes);
    const std::uint32_t timestamp = mixed.packet.timestamp;
    // Without a sign: a rung may come into use again after more than half the circle of the clock.
    while (!rung.packets.empty() && timestamp - rung.packets.front().timestamp > kept.count()) {
        drop_oldest(rung);
    }
    // A payload lies in one piece.
    const std::size_t left = most_bytes - static_cast<std::size_t>(rung.end % most_bytes);
    if (left < payload.size()) rung.end += left;
    while (!rung.packets.empty() &&
           rung.packets.front().begin + most_bytes < rung.end + payload.size()) {
        drop_oldest(rung);
    }
    note_talkers(rung, std::span(mixed.except).first(mixed.excepted));
    const auto at = static_cast<std::ptrdiff_t>(rung.end % most_bytes);
    std::copy(payload.begin(), payload.end(), rung.bytes.begin() + at);
    rung.packets.push_back(
        {.begin = rung.end,
         .timestamp = timestamp,
         .size = static_cast<std::uint16_t>(payload.size()),
         .generation = mixed.generation,
         .talkers = static_cast<std::uint16_t>(rung.first_talkers + rung.talkers.size() - 1)});
    rung.end += payload.size();
}

void History::drop_oldest(Rung& rung) {
    rung.packets.pop_front();
    ++rung.first;
    const std::uint16_t needed =
        rung.packets.empty() ? static_cast<std::uint16_t>(rung.first_talkers + rung.talkers.size())
                             : rung.packets.front().talkers;
    for (; rung.first_talkers != needed; ++rung.first_talkers)
        rung.talkers.pop_front();
}

void History::note_talkers(Rung& rung, std::span<const BoxId> talkers) {
    if (!rung.talkers.empty() && std::ranges::equal(rung.talkers.back(), talkers)) return;
    rung.talkers.emplace_back(talkers.begin(), talkers.end());
}

void History::collect(const Rung& rung, BoxId box, std::uint32_t from, std::uint32_t until,
                      std::uint32_t generation, std::vector<Serial>& into) {
    const auto is_after = [](std::uint32_t timestamp, const Kept& packet) {
        return ticks_ahead(timestamp, packet.timestamp) > 0;
    };
    auto begin = std::upper_bound(rung.packets.begin(), rung.packets.end(), from, is_after);
    if (begin != rung.packets.begin()) --begin;
    const auto end = std::upper_bound(rung.packets.begin(), rung.packets.end(), until, is_after);
    for (; begin < end; ++begin) {
        if (begin->generation < generation) continue;
        const auto set = static_cast<std::uint16_t>(begin->talkers - rung.first_talkers);
        const std::vector<BoxId>& talkers = rung.talkers[set];
        if (std::ranges::find(talkers, box) != talkers.end()) continue;
        into.push_back(rung.first + static_cast<Serial>(begin - rung.packets.begin()));
    }
}

/// Whether another rung has sound from between those two, where this one has none: then it was not in use.
bool History::has_hole(std::uint32_t after, std::uint32_t before) const {
    if (ticks_ahead(after, before) <= 2 * longest_frame) return false;
    const auto is_after = [](std::uint32_t timestamp, const Kept& packet) {
        return ticks_ahead(timestamp, packet.timestamp) > 0;
    };
    return std::ranges::any_of(rungs_, [&](const auto& each) {
        const auto& packets = each.second.packets;
        const auto found = std::upper_bound(packets.begin(), packets.end(),
                                            after + std::uint32_t{longest_frame}, is_after);
        return found != packets.end() &&
               ticks_ahead(found->timestamp + std::uint32_t{longest_frame}, before) > 0;
    });
}

/// How much of the range a rung has: best is the whole; a hole in its midst would be taken for a pause.
int History::worth(const Rung& rung, std::uint32_t from, std::uint32_t until) const {
    if (rung.packets.empty()) return -1;
    const bool reaches = ticks_ahead(from, rung.packets.front().timestamp) <= 0;
    bool is_whole = true;
    std::optional<std::uint32_t> last;
    for (const Kept& packet : rung.packets) {
        if (ticks_ahead(packet.timestamp, until) < 0) break;
        if (last && ticks_ahead(from, packet.timestamp) > 0) {
            is_whole = is_whole && !has_hole(*last, packet.timestamp);
        }
        last = packet.timestamp;
    }
    const bool ends = last && !has_hole(*last, until);
    return (reaches ? 4 : 0) + (is_whole ? 2 : 0) + (ends ? 1 : 0);
}

History::Found History::find(BoxId box, audio::RungIndex wanted, std::uint32_t from,
                             std::uint32_t until, std::uint32_t generation) const {
    Found found{.rung = wanted, .serials = {}};
    if (ticks_ahead(from, until) < 0) return found;
    const auto own = rungs_.find(wanted);
    const Rung* best = own == rungs_.end() ? nullptr : &own->second;
    int most = best == nullptr ? -1 : worth(*best, from, until);
    for (const auto& [index, rung] : rungs_) {
        const int here = worth(rung, from, until);
        const bool further =
            here == most && here >= 0 && here < 4 &&
            ticks_ahead(rung.packets.front().timestamp, best->packets.front().timestamp) > 0;
        if (here <= most && !further) continue;
        best = &rung;
        most = here;
        found.rung = index;
    }
    if (most >= 0) collect(*best, box, from, until, generation, found.serials);
    return found;
}

std::optional<History::Packet> History::packet(audio::RungIndex rung, Serial serial) const {
    const auto found = rungs_.find(rung);
    if (found == rungs_.end()) return std::nullopt;
    const std::uint32_t place = serial - found->second.first;
    if (place >= found->second.packets.size()) return std::nullopt;
    const Kept& one = found->second.packets[place];
    const auto at = static_cast<std::size_t>(one.begin % most_bytes);
    return Packet{.timestamp = one.timestamp,
                  .payload = Bytes(found->second.bytes).subspan(at, one.size)};
}

std::size_t History::packets() const noexcept {
    std::size_t all = 0;
    for (const auto& [index, rung] : rungs_)
        all += rung.packets.size();
    return all;
}

}  // namespace giaoban::mixer
