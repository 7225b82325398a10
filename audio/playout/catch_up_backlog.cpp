#include "audio/playout/catch_up_backlog.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

using namespace std::chrono_literals;

// A new live stream that goes back by more than any reordering has another clock: the mixing box was started anew.
constexpr Samples furthest_back = 10s;

constexpr std::size_t row_index(PacketRow row) noexcept { return static_cast<std::size_t>(row); }

}  // namespace

CatchUpBacklog::CatchUpBacklog(const Limits& limits)
    : slots_(limits.packets), order_(limits.packets), pieces_(limits.bytes / piece_size) {
    ensure(limits.packets > 0 && limits.packets < none, "packets are numbered by 16 bits");
    ensure(!pieces_.empty() && pieces_.size() < none, "pieces are numbered by 16 bits");
    free_slots_.reserve(limits.packets);
    next_piece_.resize(pieces_.size());
    clear();
}

void CatchUpBacklog::clear() noexcept {
    free_slots_.clear();
    for (std::size_t i = slots_.size(); i > 0; --i)
        free_slots_.push_back(static_cast<std::uint16_t>(i - 1));
    for (std::size_t i = 0; i < next_piece_.size(); ++i) {
        next_piece_[i] = i + 1 < next_piece_.size() ? static_cast<std::uint16_t>(i + 1) : none;
    }
    free_piece_ = 0;
    head_ = count_ = 0;
    for (Row& row : rows_) {
        row.begun = false;
        row.seen.reset();
    }
    newest_end_.reset();
    nothing_before_ = Samples::min();
}

Samples CatchUpBacklog::place_of(std::uint32_t timestamp) const noexcept {
    if (!newest_end_) return Samples{timestamp};
    const auto ahead = static_cast<std::int32_t>(timestamp - timestamp_of(*newest_end_));
    return *newest_end_ + Samples{ahead};
}

CatchUpBacklog::Stored CatchUpBacklog::store(const EncodedPacket& packet, Samples duration,
                                             PacketRow row, std::uint32_t stream,
                                             Instant arrived) noexcept {
    const std::size_t which = row_index(row);
    const Samples start = place_of(packet.timestamp);
    const bool other_stream = rows_[which].begun && rows_[which].stream != stream;
    if (row == PacketRow::live && other_stream && newest_end_ &&
        start < *newest_end_ - furthest_back) {
        return Stored::other_clock;
    }
    const std::size_t at = position(start);
    if (at < count_ && packet_at(at).start == start) {
        if (other_stream || !rows_[which].begun || !rows_[which].seen[packet.seq]) {
            note(rows_[which], which, stream, packet.seq);
            Packet& known = slots_[order_[index(at)]];
            known.number[which] = packet.seq;
            known.has[which] = true;
        }
        return Stored::known;
    }
    std::uint16_t first = none;
    if (free_slots_.empty() || !take_pieces(packet.payload(), first)) return Stored::full;
    note(rows_[which], which, stream, packet.seq);
    const std::uint16_t slot = free_slots_.back();
    free_slots_.pop_back();
    Packet& kept = slots_[slot];
    kept = Packet{};
    kept.start = start;
    kept.duration = duration;
    kept.arrived = arrived;
    kept.number[which] = packet.seq;
    kept.has[which] = true;
    kept.marker = packet.marker;
    kept.size = static_cast<std::uint16_t>(packet.payload().size());
    kept.first_piece = first;
    for (std::size_t i = count_; i > at; --i)
        order_[index(i)] = order_[index(i - 1)];
    order_[index(at)] = slot;
    ++count_;
    newest_end_ = newest_end_ ? std::max(*newest_end_, kept.end()) : kept.end();
    return Stored::kept;
}

void CatchUpBacklog::note(Row& row, std::size_t which, std::uint32_t stream,
                          std::uint16_t number) noexcept {
    if (!row.begun || row.stream != stream) {
        // What the numbers of before say of the gaps is written down before they are forgotten.
        for (std::size_t i = 0; i < count_; ++i) {
            Packet& packet = slots_[order_[index(i)]];
            packet.follows = is_proven(packet);
            packet.has[which] = false;
        }
        row.seen.reset();
        row.begun = true;
        row.stream = stream;
        row.first = row.newest = number;
    }
    const auto ahead = static_cast<std::int16_t>(number - row.newest);
    for (std::int16_t i = 1; i <= ahead; ++i) {
        row.newest = static_cast<std::uint16_t>(row.newest + 1);
        row.seen[row.newest] = false;
        row.seen[static_cast<std::uint16_t>(row.newest - remembered)] = false;
    }
    row.seen[number] = true;
}

bool CatchUpBacklog::is_proven(const Packet& packet) const noexcept {
    if (packet.follows || packet.start <= nothing_before_) return true;
    for (std::size_t which = 0; which < rows_.size(); ++which) {
        if (!packet.has[which]) continue;
        if (rows_[which].seen[static_cast<std::uint16_t>(packet.number[which] - 1)]) return true;
    }
    return false;
}

/// Where in the order something that starts there belongs: behind all that start earlier.
std::size_t CatchUpBacklog::position(Samples start) const noexcept {
    if (count_ == 0 || packet_at(count_ - 1).start < start) return count_;
    std::size_t low = 0;
    std::size_t high = count_;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (packet_at(middle).start < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const CatchUpBacklog::Packet* CatchUpBacklog::at_or_after(Samples at) const noexcept {
    const std::size_t from = position(at);
    // Frames of another rung may overlap: of those that began before, the one that reaches furthest.
    const Packet* covers = nullptr;
    for (std::size_t back = from; back > 0 && from - back < 4; --back) {
        const Packet& packet = packet_at(back - 1);
        if (packet.end() > at && (covers == nullptr || packet.end() > covers->end()))
            covers = &packet;
    }
    if (covers != nullptr && (from == count_ || packet_at(from).start > at)) return covers;
    return from == count_ ? nullptr : &packet_at(from);
}

const CatchUpBacklog::Packet* CatchUpBacklog::after(const Packet& packet) const noexcept {
    const std::size_t from = position(packet.start + Samples{1});
    return from == count_ ? nullptr : &packet_at(from);
}

void CatchUpBacklog::copy(const Packet& packet, EncodedPacket& to) const noexcept {
    to.seq = packet.number[row_index(PacketRow::live)];
    to.timestamp = timestamp_of(packet.start);
    to.marker = packet.marker;
    to.size = packet.size;
    std::uint16_t piece = packet.first_piece;
    for (std::size_t done = 0; done < packet.size; piece = next_piece_[piece]) {
        const std::size_t size = std::min<std::size_t>(piece_size, packet.size - done);
        std::copy_n(pieces_[piece].begin(), size,
                    to.data.begin() + static_cast<std::ptrdiff_t>(done));
        done += size;
    }
}

bool CatchUpBacklog::take_pieces(Bytes payload, std::uint16_t& first) noexcept {
    first = free_piece_;
    std::uint16_t last = none;
    std::uint16_t piece = free_piece_;
    for (std::size_t done = 0; done < payload.size(); piece = next_piece_[piece]) {
        if (piece == none) return false;
        const auto part = payload.subspan(done, std::min(piece_size, payload.size() - done));
        std::copy(part.begin(), part.end(), pieces_[piece].begin());
        done += part.size();
        last = piece;
    }
    if (last == none) return false;
    free_piece_ = next_piece_[last];
    next_piece_[last] = none;
    return true;
}

void CatchUpBacklog::give_back(std::uint16_t slot) noexcept {
    std::uint16_t last = slots_[slot].first_piece;
    while (next_piece_[last] != none)
        last = next_piece_[last];
    next_piece_[last] = free_piece_;
    free_piece_ = slots_[slot].first_piece;
    free_slots_.push_back(slot);
}

void CatchUpBacklog::drop_until(Samples at) noexcept {
    while (count_ > 0 && packet_at(0).end() <= at) {
        give_back(order_[head_]);
        head_ = (head_ + 1) % order_.size();
        --count_;
    }
}

std::size_t CatchUpBacklog::missing(std::span<std::uint16_t> numbers, std::uint16_t reach,
                                    std::size_t most_in_a_row) const noexcept {
    const Row& row = rows_[row_index(PacketRow::live)];
    if (!row.begun) return 0;
    const auto known = static_cast<std::uint16_t>(row.newest - row.first);
    std::size_t count = 0;
    std::size_t in_a_row = 0;
    for (std::uint16_t back = 1; back <= std::min(reach, known) && count < numbers.size(); ++back) {
        const auto number = static_cast<std::uint16_t>(row.newest - back);
        if (row.seen[number]) {
            in_a_row = 0;
            continue;
        }
        if (++in_a_row > most_in_a_row) return count - most_in_a_row;
        numbers[count++] = number;
    }
    // A row that goes on beyond what was looked at may be long.
    return count - in_a_row;
}

}  // namespace giaoban::audio
