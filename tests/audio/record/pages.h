#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/vocab/bytes.h"

namespace giaoban::test {

/// A page of Ogg, read without the library that wrote it (RFC 3533 section 6).
struct ReadPage {
    std::uint64_t begin = 0;
    unsigned flags = 0;
    std::int64_t granule = 0;
    std::uint32_t serial = 0;
    std::uint32_t number = 0;
    std::vector<Bytes> packets;  ///< that end in it; none of ours goes on in the next
    bool last_goes_on = false;
};

/// Least significant byte first.
inline std::uint64_t little(Bytes bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8U | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
}

/// All pages, up to the first thing that is none.
inline std::vector<ReadPage> read_pages(Bytes bytes) {
    std::vector<ReadPage> pages;
    for (std::size_t at = 0; at + 27 <= bytes.size() && as_text(bytes.subspan(at, 4)) == "OggS";) {
        const Bytes head = bytes.subspan(at);
        const auto segments = std::to_integer<std::size_t>(head[26]);
        ReadPage page{.begin = at,
                      .flags = std::to_integer<unsigned>(head[5]),
                      .granule = static_cast<std::int64_t>(little(head.subspan(6, 8))),
                      .serial = static_cast<std::uint32_t>(little(head.subspan(14, 4))),
                      .number = static_cast<std::uint32_t>(little(head.subspan(18, 4))),
                      .packets = {}};
        std::size_t end = 27 + segments;
        std::size_t begin = end;
        for (const std::byte segment : head.subspan(27, segments)) {
            end += std::to_integer<std::size_t>(segment);
            page.last_goes_on = segment == std::byte{255};
            if (page.last_goes_on) continue;
            page.packets.push_back(head.subspan(begin, end - begin));
            begin = end;
        }
        pages.push_back(page);
        at += end;
    }
    return pages;
}

/// All packets after the two of the header.
inline std::vector<Bytes> read_packets(Bytes bytes) {
    std::vector<Bytes> packets;
    for (const ReadPage& page : read_pages(bytes)) {
        if (page.number < 2) continue;
        packets.insert(packets.end(), page.packets.begin(), page.packets.end());
    }
    return packets;
}

}  // namespace giaoban::test
