#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "config/vocab/ensure.h"
#include "net/rtp/demux.h"
#include "net/rtp/reception_stats.h"
#include "net/rtp/rtp_packet.h"

using namespace giaoban;
using namespace giaoban::net;

// Any bytes: a packet that is taken lies within them, and its header is written back as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes datagram = std::as_bytes(std::span(data, size));
    static_cast<void>(demultiplex(datagram));
    const auto view = RtpView::parse(datagram);
    if (!view) return 0;
    ensure(view->header_size() + view->payload().size() <= size, "a payload lies in its packet");
    std::array<std::byte, rtp_header_size> again{};
    write_rtp_header(again, view->header());
    for (std::size_t i = 1; i < again.size(); ++i) {
        ensure(again[i] == datagram[i], "a header is written as it was read");
    }
    // The payload as a list of sequence numbers and times: the count holds whatever comes.
    ReceptionStats stats(view->ssrc());
    Instant now{};
    for (Bytes rest = view->payload(); rest.size() >= 4; rest = rest.subspan(4)) {
        now += Milliseconds{load_u16(rest.subspan(2))};
        stats.on_packet({.sequence = load_u16(rest), .timestamp = load_u32(rest)}, now);
        if (rest.size() % 3 == 0) static_cast<void>(stats.report(now));
    }
    const auto block = stats.report(now);
    ensure(block.cumulative_lost >= -0x800000 && block.cumulative_lost <= 0x7FFFFF,
           "losses fit 24 bits");
    return 0;
}
