#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audio/codec/encoded_packet.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::audio {

/// On which way a packet came: as it was spoken, or asked for later.
enum class PacketRow : std::uint8_t { live, history };

/// The packets that wait to be heard while a box is behind, from both rows, in the order of the one
/// media clock; and what is known of the gaps between them.
///
/// A gap in time is a pause if the packets on both sides of it follow on each other by number in either
/// row, or if it was said that there is nothing; otherwise something is missing there.
///
/// Units:      places in Samples on the media clock, written out in full.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  all memory is taken in the constructor. Storing into the middle moves 2 bytes for each
///             packet behind.
/// Errors:     what there is no room for is refused, and is missing from then on.
/// Limits:     `packets` and `bytes` of payload (in pieces of 64).
class CatchUpBacklog {
  public:
    struct Limits {
        // 3 min of history and what comes live meanwhile, in frames of 20 ms, is 9,000 and a few: what is
        // heard faster than it was spoken leaves faster than it comes.
        std::size_t packets = 10'240;
        // At 64 kbit/s, twice the widest rung, 3 min are 1.44 MB; a last piece that is half full adds 32 of 160.
        std::size_t bytes = std::size_t{2} * 1024 * 1024;
    };
    enum class Stored : std::uint8_t { kept, known, full, other_clock };

    struct Packet {
        Samples start{0};
        Samples duration{0};
        Instant arrived{};
        std::array<std::uint16_t, 2> number{};  ///< by row
        std::array<bool, 2> has{};              ///< whether it came in that row
        bool follows = false;  ///< nothing is missing before it, whatever the rows say
        bool marker = false;
        std::uint16_t size = 0;
        std::uint16_t first_piece = 0;

        [[nodiscard]] Samples end() const noexcept { return start + duration; }
    };

    explicit CatchUpBacklog(const Limits& limits);

    /// `stream` tells the SSRCs of a row apart: with another one numbers begin anew.
    Stored store(const EncodedPacket& packet, Samples duration, PacketRow row, std::uint32_t stream,
                 Instant arrived) noexcept;

    /// The packet that covers `at`, or the first after it; null when there is none.
    [[nodiscard]] const Packet* at_or_after(Samples at) const noexcept;
    /// The one after that in time; null when there is none.
    [[nodiscard]] const Packet* after(const Packet& packet) const noexcept;
    /// Whether nothing that was spoken lies between what is before `packet` and it.
    [[nodiscard]] bool is_proven(const Packet& packet) const noexcept;
    /// As it came. Its seq is the live one.
    void copy(const Packet& packet, EncodedPacket& to) const noexcept;

    /// All that ends by then has been heard.
    void drop_until(Samples at) noexcept;
    /// What is missing before that place is not to be had.
    void nothing_before(Samples at) noexcept { nothing_before_ = std::max(nothing_before_, at); }
    void clear() noexcept;

    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    /// The end of the last packet; of nothing when there never was one.
    [[nodiscard]] std::optional<Samples> newest_end() const noexcept { return newest_end_; }
    [[nodiscard]] Samples place_of(std::uint32_t timestamp) const noexcept;
    [[nodiscard]] static std::uint32_t timestamp_of(Samples place) noexcept {
        return static_cast<std::uint32_t>(place.count());
    }

    /// Numbers of the live row that are missing among its last `reach`, the newest first, up to where more
    /// than `most_in_a_row` are; how many were written.
    [[nodiscard]] std::size_t missing(std::span<std::uint16_t> numbers, std::uint16_t reach,
                                      std::size_t most_in_a_row) const noexcept;

  private:
    static constexpr std::size_t piece_size = 64;
    static constexpr std::uint16_t none = 0xFFFF;
    // A number is remembered until a quarter of their circle has passed: 5 min of 20 ms.
    static constexpr std::uint16_t remembered = 0x4000;

    struct Row {
        bool begun = false;
        std::uint32_t stream = 0;
        std::uint16_t first = 0;
        std::uint16_t newest = 0;
        std::bitset<0x10000> seen;
    };

    void note(Row& row, std::size_t which, std::uint32_t stream, std::uint16_t number) noexcept;
    [[nodiscard]] std::size_t position(Samples start) const noexcept;
    [[nodiscard]] bool take_pieces(Bytes payload, std::uint16_t& first) noexcept;
    void give_back(std::uint16_t slot) noexcept;
    [[nodiscard]] std::size_t index(std::size_t position) const noexcept {
        return (head_ + position) % order_.size();
    }
    [[nodiscard]] const Packet& packet_at(std::size_t position) const noexcept {
        return slots_[order_[index(position)]];
    }

    std::vector<Packet> slots_;
    std::vector<std::uint16_t> free_slots_;
    std::vector<std::uint16_t> order_;  ///< a ring of slots in order of their start
    std::size_t head_ = 0;
    std::size_t count_ = 0;
    std::vector<std::array<std::byte, piece_size>> pieces_;
    std::vector<std::uint16_t> next_piece_;
    std::uint16_t free_piece_ = none;
    std::array<Row, 2> rows_;
    std::optional<Samples> newest_end_;
    Samples nothing_before_ = Samples::min();
};

}  // namespace giaoban::audio
