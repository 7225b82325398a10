#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "config/vocab/ensure.h"
#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtcp_time.h"

using namespace giaoban;
using namespace giaoban::net;

// Any bytes: what is taken for RTCP says the same when it is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes datagram = std::as_bytes(std::span(data, size));
    const auto message = parse_rtcp(datagram);
    if (!message) return 0;
    ensure(message->from == rtcp_ssrc(datagram), "who sent it stands where it is looked for");
    ensure(message->cname.size() <= 255, "a name has at most 255 bytes");
    for (const ReportBlock& block : message->reports.items()) {
        static_cast<void>(round_trip(block, Instant{std::chrono::hours{1}}));
    }
    const RtcpContent content{.from = message->from,
                              .sender = message->sender,
                              .reports = message->reports.items(),
                              .nack_source = message->nack_source,
                              .nack = message->nack.items(),
                              .cname = message->cname,
                              .bye = message->bye};
    std::array<std::byte, 2048> bytes{};
    const std::size_t written = write_rtcp(bytes, content);
    const auto again = parse_rtcp(Bytes(bytes).first(written));
    ensure(again.has_value(), "what was written can be read");
    ensure(again->sender == message->sender && again->cname == message->cname &&
               again->bye == message->bye && again->reports.size() == message->reports.size() &&
               again->nack.size() == message->nack.size(),
           "what was read is written");
    // What is asked for is a set of numbers; packed again it is the same set.
    std::array<std::uint16_t, 17 * 32> seqs{};
    std::array<std::uint16_t, 17 * 32> seqs_again{};
    std::array<NackEntry, 32> entries{};
    const std::size_t asked = unpack_nack(message->nack.items(), seqs);
    const std::size_t packed = pack_nack(std::span(seqs).first(asked), entries);
    ensure(packed <= entries.size(), "no more entries are packed than there is room for");
    const std::size_t kept = unpack_nack(std::span(entries).first(packed), seqs_again);
    ensure(kept <= asked, "packing asks for nothing new");
    return 0;
}
