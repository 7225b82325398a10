#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "config/vocab/ensure.h"
#include "net/transfer/piece_receiver.h"
#include "net/transfer/piece_sender.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

struct Shelf final : PieceSenderSink {
    std::optional<std::uint32_t> size_of(ObjectId) override { return 70'001; }
    bool read(ObjectId, std::uint32_t offset, MutableBytes into) override {
        ensure(!into.empty() && offset + into.size() <= 70'001,
               "nothing beyond the object is read");
        return true;
    }
    bool send_piece(BoxId, const Piece& piece, Instant) override {
        ensure(piece.content.size() == piece_length(70'001, piece.number), "whole pieces are sent");
        ++sent;
        return true;
    }
    std::uint32_t sent = 0;
};

}  // namespace

// Any bytes, to both ends: what is read is written the same; an ask brings a window at most; a piece is held within the window.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes message = std::as_bytes(std::span(data, size));
    std::array<std::byte, most_transfer_message> room{};
    if (const auto ask = read_ask(message)) {
        const Bytes again = write_ask(*ask, room);
        ensure(std::equal(again.begin(), again.end(), message.begin(), message.end()),
               "an ask is written as it was read");
        Shelf shelf;
        PieceSender sender({}, shelf);
        const Instant start{Seconds{100}};
        sender.on_ask(BoxId{1}, *ask, start);
        while (sender.next_deadline() != never)
            sender.on_time(sender.next_deadline());
        ensure(shelf.sent <= window_pieces, "an ask brings a window at most");
    }
    if (const auto piece = read_piece(message)) {
        const Bytes again = write_piece(*piece, room);
        ensure(std::equal(again.begin(), again.end(), message.begin(), message.end()),
               "a piece is written as it was read");
        PieceReceiver receiver(piece->object, 70'001, 3000, Instant{Seconds{100}});
        static_cast<void>(receiver.on_piece(*piece, Instant{Seconds{100}}));
        while (!receiver.next().empty())
            receiver.stored();
        ensure(receiver.have() <= 70'001, "no more is there than the object has");
    }
    return 0;
}
