#include "net/transfer/piece_receiver.h"

#include <algorithm>

namespace giaoban::net {

PieceReceiver::PieceReceiver(ObjectId object, std::uint32_t size, std::uint32_t have,
                             Instant now) noexcept
    : object_(object), size_(size), first_(have / piece_bytes), ask_at_(now) {
    ensure(size > 0 && size <= most_object_bytes && have <= size,
           "an object has a size, and no more of it is there");
    if (have == size) first_ = pieces_of(size);
}

PieceReceiver::Taken PieceReceiver::on_piece(const Piece& piece, Instant now) noexcept {
    if (piece.object != object_) return Taken::other_object;
    if (piece.number < first_) return Taken::duplicate;
    if (piece.number >= std::uint64_t{first_} + window_pieces) return Taken::too_far_ahead;
    if (piece.content.empty() || piece.content.size() != piece_length(size_, piece.number)) {
        return Taken::malformed;
    }
    Slot& into = slot(piece.number);
    if (into.length != 0) return Taken::duplicate;
    std::ranges::copy(piece.content, into.content.begin());
    into.length = piece.content.size();
    echo_ = piece.stamp;
    if (last_came_) between_ += (std::min<Duration>(now - *last_came_, Seconds{15}) - between_) / 8;
    last_came_ = now;
    patience_ = std::clamp<Duration>(between_ * 4, least_patience, most_patience);
    ask_at_ = ++since_ask_ * 2 >= asked_ ? now : now + patience_;
    return Taken::kept;
}

Bytes PieceReceiver::next() const noexcept {
    const Slot& here = slots_[first_ % window_pieces];
    return Bytes(here.content).first(here.length);
}

void PieceReceiver::stored() noexcept {
    Slot& here = slot(first_);
    ensure(here.length != 0, "what is stored was there");
    here.length = 0;
    ++first_;
}

std::optional<PieceAsk> PieceReceiver::ask_due(Instant now) noexcept {
    if (is_whole() || now < ask_at_) return std::nullopt;
    PieceAsk ask{.object = object_,
                 .first = first_,
                 .held = 0,
                 .echo = echo_,
                 .kept = PieceAsk::unknown_kept};
    asked_ = std::min(window_pieces, pieces_of(size_) - first_);
    for (std::uint32_t n = 0; n + 1 < window_pieces; ++n) {
        if (slots_[(first_ + 1 + n) % window_pieces].length == 0) continue;
        ask.held |= 1U << n;
        --asked_;
    }
    if (last_came_ && now - *last_came_ < Seconds{60}) {
        ask.kept = static_cast<std::uint16_t>((now - *last_came_) / Milliseconds{1});
    }
    if (since_ask_ == 0) patience_ = std::min<Duration>(patience_ * 2, most_patience);
    since_ask_ = 0;
    ask_at_ = now + patience_;
    return ask;
}

Instant PieceReceiver::next_deadline() const noexcept { return is_whole() ? never : ask_at_; }

void PieceReceiver::ask_now(Instant now) noexcept {
    ask_at_ = now;
    patience_ = least_patience;
}

std::uint32_t PieceReceiver::have() const noexcept {
    const std::uint64_t bytes = std::uint64_t{first_} * piece_bytes;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, size_));
}

}  // namespace giaoban::net
