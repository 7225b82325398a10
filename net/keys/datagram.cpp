#include "net/keys/datagram.h"

namespace giaoban::net {

std::optional<KeyDatagram> kind_of(Bytes datagram) noexcept {
    if (datagram.size() < header_size) return std::nullopt;
    const std::uint32_t word = load_u32(datagram);
    if ((word & 0x00FF'FFFFU) != 0) return std::nullopt;
    const auto type = word >> 24U;
    if (type < 192 || type > 198) return std::nullopt;
    return static_cast<KeyDatagram>(type);
}

std::optional<std::uint32_t> index_of(Bytes datagram) noexcept {
    if (!kind_of(datagram)) return std::nullopt;
    return load_u32(datagram.subspan(index_at));
}

void write_header(MutableBytes datagram, KeyDatagram kind, std::uint32_t index) noexcept {
    store_u32(datagram, static_cast<std::uint32_t>(kind) << 24U);
    store_u32(datagram.subspan(index_at), index);
}

}  // namespace giaoban::net
