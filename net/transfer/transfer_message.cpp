#include "net/transfer/transfer_message.h"

#include <algorithm>

namespace giaoban::net {
namespace {

constexpr std::byte ask_kind{1};
constexpr std::byte piece_kind{2};

}  // namespace

Bytes write_ask(const PieceAsk& ask, MutableBytes to) noexcept {
    ensure(to.size() >= ask_size, "there is room for an ask");
    to[0] = ask_kind;
    store_u64(to.subspan(1), static_cast<std::uint64_t>(ask.object));
    store_u32(to.subspan(9), ask.first);
    store_u32(to.subspan(13), ask.held);
    store_u16(to.subspan(17), ask.echo);
    store_u16(to.subspan(19), ask.kept);
    return to.first(ask_size);
}

Bytes write_piece(const Piece& piece, MutableBytes to) noexcept {
    ensure(!piece.content.empty() && piece.content.size() <= piece_bytes &&
               to.size() >= piece_header + piece.content.size(),
           "there is room for a piece");
    to[0] = piece_kind;
    store_u64(to.subspan(1), static_cast<std::uint64_t>(piece.object));
    store_u32(to.subspan(9), piece.number);
    store_u16(to.subspan(13), piece.stamp);
    std::ranges::copy(piece.content, to.subspan(piece_header).begin());
    return to.first(piece_header + piece.content.size());
}

std::optional<PieceAsk> read_ask(Bytes message) noexcept {
    if (message.size() != ask_size || message[0] != ask_kind) return std::nullopt;
    return PieceAsk{.object = ObjectId{load_u64(message.subspan(1))},
                    .first = load_u32(message.subspan(9)),
                    .held = load_u32(message.subspan(13)),
                    .echo = load_u16(message.subspan(17)),
                    .kept = load_u16(message.subspan(19))};
}

std::optional<Piece> read_piece(Bytes message) noexcept {
    if (message.size() <= piece_header || message.size() > most_transfer_message ||
        message[0] != piece_kind) {
        return std::nullopt;
    }
    return Piece{.object = ObjectId{load_u64(message.subspan(1))},
                 .number = load_u32(message.subspan(9)),
                 .stamp = load_u16(message.subspan(13)),
                 .content = message.subspan(piece_header)};
}

}  // namespace giaoban::net
