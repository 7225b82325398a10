#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/bytes.h"

namespace giaoban::net {

/// Names what is transferred: the first 8 bytes of its SHA-256, most significant first. Whole files are told apart by the
/// whole hash; this tells packets of one from those of the one before.
enum class ObjectId : std::uint64_t {};

/// An object goes in pieces of this length, the last one shorter. With its header (15), net/keys (32), IPv6 and UDP (48) it is
/// 1095 bytes, below every path's 1280 (RFC 8200 section 5).
inline constexpr std::size_t piece_bytes = 1000;
/// Pieces that are asked for at once, and held until those before them are there: 32,000 bytes.
inline constexpr std::uint32_t window_pieces = 32;
/// An object of more could not be told apart by 32 bits of piece numbers and offsets.
inline constexpr std::uint32_t most_object_bytes = 1'000'000'000;

/// What a receiver is missing: not a queue entry but its state, so that a lost, repeated or late one does no harm.
struct PieceAsk {
    ObjectId object{};
    std::uint32_t first = 0;  ///< the number of the first piece that is missing
    std::uint32_t held = 0;   ///< bit n: piece first + 1 + n is there already
    std::uint16_t echo = 0;   ///< the stamp of the piece that came last
    std::uint16_t kept = 0;   ///< milliseconds since; unknown_kept: none came

    static constexpr std::uint16_t unknown_kept = 0xFFFF;
    friend bool operator==(const PieceAsk&, const PieceAsk&) = default;
};

/// A part of an object. Its content lies in the message that it was read from.
struct Piece {
    ObjectId object{};
    std::uint32_t number = 0;  ///< it begins at byte number * piece_bytes
    std::uint16_t stamp = 0;   ///< milliseconds of the sender's clock, wrapping
    Bytes content;
};

// Ask: 1, then object 8, first 4, held 4, echo 2, kept 2.  Piece: 2, then object 8, number 4, stamp 2, content 1 to 1000.
// Numbers most significant byte first.
inline constexpr std::size_t ask_size = 1 + 8 + 4 + 4 + 2 + 2;
inline constexpr std::size_t piece_header = 1 + 8 + 4 + 2;
inline constexpr std::size_t most_transfer_message = piece_header + piece_bytes;

// Threading: no state. Real time: take no memory. Errors: what is not exactly so is nothing.
// Writing gives back as much of `to` as was written, which has room (ensure).
[[nodiscard]] Bytes write_ask(const PieceAsk& ask, MutableBytes to) noexcept;
[[nodiscard]] Bytes write_piece(const Piece& piece, MutableBytes to) noexcept;
[[nodiscard]] std::optional<PieceAsk> read_ask(Bytes message) noexcept;
[[nodiscard]] std::optional<Piece> read_piece(Bytes message) noexcept;

/// How many pieces an object of that size has.
[[nodiscard]] constexpr std::uint32_t pieces_of(std::uint32_t size) noexcept {
    return static_cast<std::uint32_t>((std::uint64_t{size} + piece_bytes - 1) / piece_bytes);
}
/// How long that piece of it is; 0 for one that it has not.
[[nodiscard]] constexpr std::size_t piece_length(std::uint32_t size,
                                                 std::uint32_t number) noexcept {
    if (number >= pieces_of(size)) return 0;
    const std::uint64_t begins = std::uint64_t{number} * piece_bytes;
    return size - begins < piece_bytes ? static_cast<std::size_t>(size - begins) : piece_bytes;
}

}  // namespace giaoban::net
