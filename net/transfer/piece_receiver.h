#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/time.h"
#include "net/transfer/transfer_message.h"

namespace giaoban::net {

/// Fetches one object in order: says when to ask and for what, puts pieces that come in any order into order.
///
/// It asks at once, again when half of what it asked for has come, and when nothing comes: after four times as long as pieces took to
/// come of late, at least 2 s, at most 60 s, doubling while nothing comes at all.
///
/// Units:      bytes of the object; numbers of pieces.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  takes its 32,000 bytes in the constructor and no memory later.
/// Errors:     what does not belong into the window is refused, in any number; nothing throws.
class PieceReceiver {
  public:
    static constexpr Duration least_patience = Seconds{2};
    static constexpr Duration most_patience = Seconds{60};

    /// `have`: what is there of it from an earlier time; whole pieces count (the rest is fetched again).
    PieceReceiver(ObjectId object, std::uint32_t size, std::uint32_t have, Instant now) noexcept;

    enum class Taken : std::uint8_t { kept, duplicate, other_object, too_far_ahead, malformed };
    [[nodiscard]] Taken on_piece(const Piece& piece, Instant now) noexcept;

    /// The next bytes in order, to be stored now: valid until the next call. Empty: none are here.
    [[nodiscard]] Bytes next() const noexcept;
    /// Those bytes are stored.
    void stored() noexcept;

    /// What is to be asked for, when that is due.
    [[nodiscard]] std::optional<PieceAsk> ask_due(Instant now) noexcept;
    [[nodiscard]] Instant next_deadline() const noexcept;
    /// A new session, or the link is back: asks at the next ask_due().
    void ask_now(Instant now) noexcept;

    /// Bytes that next() has given and that were stored, those from before included.
    [[nodiscard]] std::uint32_t have() const noexcept;
    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
    [[nodiscard]] ObjectId object() const noexcept { return object_; }
    [[nodiscard]] bool is_whole() const noexcept { return first_ == pieces_of(size_); }

  private:
    struct Slot {
        std::size_t length = 0;  ///< 0: not here
        std::array<std::byte, piece_bytes> content;
    };
    [[nodiscard]] Slot& slot(std::uint32_t number) noexcept {
        return slots_[number % window_pieces];
    }

    ObjectId object_;
    std::uint32_t size_;
    std::uint32_t first_;  ///< number of the first piece that is not stored
    std::array<Slot, window_pieces> slots_{};
    Instant ask_at_;
    Duration patience_ = least_patience;
    std::uint32_t asked_ = 0;      ///< pieces
    std::uint32_t since_ask_ = 0;  ///< that have come
    std::optional<Instant> last_came_;
    Duration between_ = Milliseconds{500};  ///< pieces, of late
    std::uint16_t echo_ = 0;
};

}  // namespace giaoban::net
