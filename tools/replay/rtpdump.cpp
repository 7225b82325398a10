#include "tools/replay/rtpdump.h"

#include <algorithm>
#include <string_view>

#include "tools/replay/streams.h"

namespace giaoban::replay {
namespace {

constexpr std::string_view begins = "#!rtpplay1.0 ";
// The first line ends with the address and port of who was listened to; the longest are those of IPv6.
constexpr std::size_t longest_line = 256;
// start (seconds, microseconds), source, port, padding.
constexpr std::size_t head_size = 16;
// length of the record, length of the packet as it was sent (0: RTCP), milliseconds since the start.
constexpr std::size_t record_head_size = 8;

}  // namespace

bool is_rtpdump(Bytes bytes) noexcept {
    return as_text(bytes.first(std::min(bytes.size(), begins.size()))) == begins;
}

Expected<PacketFile, PacketError> read_rtpdump(Bytes bytes, std::optional<std::uint32_t> ssrc) {
    const auto line_end = as_text(bytes.first(std::min(bytes.size(), longest_line))).find('\n');
    if (!is_rtpdump(bytes) || line_end == std::string_view::npos ||
        bytes.size() < line_end + 1 + head_size) {
        return Unexpected(PacketError{
            "it breaks off in the head: `#!rtpplay1.0 ADDRESS/PORT` and 16 bytes are expected"});
    }
    Streams streams;
    std::size_t at = line_end + 1 + head_size;
    while (bytes.size() - at >= record_head_size) {
        const Bytes record = bytes.subspan(at);
        const std::size_t length = load_u16(record);
        const std::size_t sent = load_u16(record.subspan(2));
        const std::chrono::milliseconds offset{load_u32(record.subspan(4))};
        if (length < record_head_size) {
            return Unexpected(PacketError{"byte " + std::to_string(at) + ": a record of " +
                                          std::to_string(length) + " bytes; 8 is the least"});
        }
        if (length > record.size()) break;
        const Bytes datagram = record.first(length).subspan(record_head_size);
        const bool whole = sent != 0 && datagram.size() == sent;
        if (whole) streams.add("", datagram, offset);
        at += length;
    }
    return std::move(streams).take(ssrc);
}

}  // namespace giaoban::replay
