#include "audio/record/ogg_stream.h"

#include <new>
#include <span>

namespace giaoban::audio {

OggStream::OggStream(std::uint32_t serial, std::uint32_t next_page) : next_packet_(next_page) {
    if (::ogg_stream_init(&state_, static_cast<int>(serial)) != 0) throw std::bad_alloc();
    state_.b_o_s = next_page > 0 ? 1 : 0;
    state_.pageno = static_cast<long>(next_page);
}

void OggStream::packet(Bytes bytes, std::int64_t granule, bool last) {
    ogg_packet packet{};
    // The library only reads it.
    packet.packet = const_cast<unsigned char*>(as_u8(bytes));
    packet.bytes = static_cast<long>(bytes.size());
    packet.b_o_s = next_packet_ == 0 ? 1 : 0;
    packet.e_o_s = last ? 1 : 0;
    packet.granulepos = granule;
    packet.packetno = next_packet_++;
    if (::ogg_stream_packetin(&state_, &packet) != 0) throw std::bad_alloc();
}

void OggStream::pages(std::vector<std::byte>& into) {
    const auto append = [&into](const unsigned char* from, long size) {
        const auto bytes = std::as_bytes(std::span(from, static_cast<std::size_t>(size)));
        into.insert(into.end(), bytes.begin(), bytes.end());
    };
    ogg_page page{};
    while (::ogg_stream_flush_fill(&state_, &page, static_cast<int>(most_segments * 255)) != 0) {
        append(page.header, page.header_len);
        append(page.body, page.body_len);
    }
}

}  // namespace giaoban::audio
