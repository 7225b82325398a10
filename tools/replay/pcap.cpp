#include "tools/replay/pcap.h"

#include <algorithm>
#include <string>

#include "tools/replay/streams.h"

namespace giaoban::replay {
namespace {

constexpr std::size_t head_size = 24;
constexpr std::size_t record_head_size = 16;
// draft-ietf-opsawg-pcap section 4: microseconds, nanoseconds; in the byte order of the machine that wrote it.
constexpr std::uint32_t with_microseconds = 0xa1b2c3d4;
constexpr std::uint32_t with_nanoseconds = 0xa1b23c4d;
constexpr std::uint32_t pcapng = 0x0a0d0d0a;
// More than any snapshot: such a length is a broken file.
constexpr std::uint32_t longest_record = 1U << 20U;

constexpr std::uint16_t ethertype_v4 = 0x0800;
constexpr std::uint16_t ethertype_v6 = 0x86dd;
constexpr std::uint16_t ethertype_vlan = 0x8100;
constexpr std::uint16_t ethertype_vlan_outer = 0x88a8;

enum class LinkType : std::uint32_t {
    ethernet = 1,
    raw_bsd = 12,
    raw_openbsd = 14,
    raw = 101,
    linux_cooked = 113,
    v4 = 228,
    v6 = 229,
    linux_cooked_2 = 276
};

std::uint32_t swapped(std::uint32_t number) {
    return number >> 24U | (number >> 8U & 0xff00U) | (number & 0xff00U) << 8U | number << 24U;
}

/// Numbers as the machine that wrote the file has them.
struct Order {
    bool little = false;
    [[nodiscard]] std::uint32_t u32(Bytes from) const {
        return little ? swapped(load_u32(from)) : load_u32(from);
    }
};

/// What an IP packet carries, and between whom.
struct Carried {
    std::uint8_t protocol = 0;
    Bytes addresses;
    Bytes bytes;
};

std::optional<Carried> open_v4(Bytes packet) {
    if (packet.size() < 20) return std::nullopt;
    const std::size_t head = std::to_integer<std::size_t>(packet[0] & std::byte{15}) * 4;
    const std::size_t length = load_u16(packet.subspan(2));
    const bool fragment =
        (load_u16(packet.subspan(6)) & 0x3fffU) != 0;  // RFC 791: more to come, or an offset
    if (head < 20 || length < head || length > packet.size() || fragment) return std::nullopt;
    return Carried{std::to_integer<std::uint8_t>(packet[9]), packet.subspan(12, 8),
                   packet.first(length).subspan(head)};
}

std::optional<Carried> open_v6(Bytes packet) {
    constexpr std::size_t head = 40;
    if (packet.size() < head) return std::nullopt;
    const std::size_t length = load_u16(packet.subspan(4));
    if (length > packet.size() - head) return std::nullopt;
    Carried carried{std::to_integer<std::uint8_t>(packet[6]), packet.subspan(8, 32),
                    packet.subspan(head, length)};
    // RFC 8200 section 4: hop-by-hop, routing and destination options lie before what is carried.
    while (carried.protocol == 0 || carried.protocol == 43 || carried.protocol == 60) {
        if (carried.bytes.size() < 8) return std::nullopt;
        const std::size_t options = 8 + std::to_integer<std::size_t>(carried.bytes[1]) * 8;
        if (options > carried.bytes.size()) return std::nullopt;
        carried.protocol = std::to_integer<std::uint8_t>(carried.bytes[0]);
        carried.bytes = carried.bytes.subspan(options);
    }
    return carried;
}

std::optional<Carried> open_ip(Bytes packet) {
    if (packet.empty()) return std::nullopt;
    const auto version = std::to_integer<unsigned>(packet[0]) >> 4U;
    if (version == 4) return open_v4(packet);
    if (version == 6) return open_v6(packet);
    return std::nullopt;
}

/// The IP packet behind a link's header that ends with an EtherType of it.
Bytes behind(Bytes frame, std::size_t head, std::size_t ethertype_at) {
    if (frame.size() < head) return {};
    std::uint16_t ethertype = load_u16(frame.subspan(ethertype_at));
    Bytes rest = frame.subspan(head);
    // IEEE 802.1Q: tags lie between the type and what it is the type of.
    while ((ethertype == ethertype_vlan || ethertype == ethertype_vlan_outer) && rest.size() >= 4) {
        ethertype = load_u16(rest.subspan(2));
        rest = rest.subspan(4);
    }
    return ethertype == ethertype_v4 || ethertype == ethertype_v6 ? rest : Bytes{};
}

Bytes ip_of(Bytes frame, LinkType link) {
    switch (link) {
        case LinkType::ethernet: return behind(frame, 14, 12);
        case LinkType::linux_cooked: return behind(frame, 16, 14);
        case LinkType::linux_cooked_2: return behind(frame, 20, 0);
        default: return frame;
    }
}

bool is_known(LinkType link) {
    switch (link) {
        case LinkType::ethernet:
        case LinkType::raw_bsd:
        case LinkType::raw_openbsd:
        case LinkType::raw:
        case LinkType::linux_cooked:
        case LinkType::v4:
        case LinkType::v6:
        case LinkType::linux_cooked_2: return true;
    }
    return false;
}

void add(Streams& streams, Bytes frame, LinkType link, Microseconds at) {
    constexpr std::uint8_t udp = 17;
    constexpr std::size_t udp_head = 8;
    const auto carried = open_ip(ip_of(frame, link));
    if (!carried || carried->protocol != udp || carried->bytes.size() < udp_head) return;
    const std::size_t length = load_u16(carried->bytes.subspan(4));
    if (length < udp_head || length > carried->bytes.size()) return;
    std::string flow(as_text(carried->addresses));
    flow += as_text(carried->bytes.first(4));  // the ports
    streams.add(flow, carried->bytes.first(length).subspan(udp_head), at);
}

}  // namespace

bool is_pcap(Bytes bytes) noexcept {
    if (bytes.size() < 4) return false;
    const std::uint32_t magic = load_u32(bytes);
    return magic == with_microseconds || magic == with_nanoseconds || magic == pcapng ||
           swapped(magic) == with_microseconds || swapped(magic) == with_nanoseconds;
}

Expected<PacketFile, PacketError> read_pcap(Bytes bytes, std::optional<std::uint32_t> ssrc) {
    if (!is_pcap(bytes) || load_u32(bytes) == pcapng) {
        return Unexpected(
            PacketError{"pcapng is not read: `editcap -F pcap IN OUT` or `tcpdump -r IN -w OUT` "
                        "makes it pcap"});
    }
    if (bytes.size() < head_size)
        return Unexpected(PacketError{"it breaks off in the head of 24 bytes"});
    const std::uint32_t magic = load_u32(bytes);
    const Order order{.little = magic != with_microseconds && magic != with_nanoseconds};
    const bool nanoseconds = order.u32(bytes) == with_nanoseconds;
    // The upper bits tell of frame check sequences.
    const auto link = static_cast<LinkType>(order.u32(bytes.subspan(20)) & 0x0fffffffU);
    if (!is_known(link)) {
        return Unexpected(
            PacketError{"link type " + std::to_string(static_cast<std::uint32_t>(link)) +
                        ": Ethernet (1), Linux cooked (113, 276) and raw IP (101) are read"});
    }
    Streams streams;
    std::size_t at = head_size;
    while (bytes.size() - at >= record_head_size) {
        const Bytes record = bytes.subspan(at);
        const std::uint32_t length = order.u32(record.subspan(8));
        if (length > longest_record) {
            return Unexpected(PacketError{"byte " + std::to_string(at) + ": a record of " +
                                          std::to_string(length) +
                                          " bytes; the file is broken there"});
        }
        if (length > record.size() - record_head_size) break;
        const std::int64_t part = order.u32(record.subspan(4));
        const Microseconds when = std::chrono::seconds{order.u32(record)} +
                                  Microseconds{nanoseconds ? part / 1000 : part};
        add(streams, record.subspan(record_head_size, length), link, when);
        at += record_head_size + length;
    }
    return std::move(streams).take(ssrc);
}

}  // namespace giaoban::replay
