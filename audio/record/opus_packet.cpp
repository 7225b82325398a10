#include "audio/record/opus_packet.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// RFC 6716 section 3.1, table 2: configurations 28 and 31, CELT of full band.
constexpr unsigned celt_2_5_ms = 28;
constexpr unsigned celt_20_ms = 31;
// Section 3.2.5: a byte with the number of frames follows; all are equally long.
constexpr unsigned many_frames = 3;
constexpr std::size_t count_mask = 0x3F;
// Of a packet of silence: 120 ms of 20 ms, and what MadePacket has room for.
constexpr std::int64_t most_frames = 6;

constexpr std::byte toc_of(unsigned configuration) noexcept {
    return static_cast<std::byte>(configuration << 3U | many_frames);
}

/// Section 3.1, table 2.
Samples frame_of(std::byte toc) noexcept {
    const auto configuration = std::to_integer<unsigned>(toc) >> 3U;
    constexpr std::array<Samples, 4> silk{10ms, 20ms, 40ms, 60ms};
    constexpr std::array<Samples, 2> hybrid{10ms, 20ms};
    constexpr std::array<Samples, 4> celt{shortest_frame, 5ms, 10ms, 20ms};
    if (configuration < 12) return silk[configuration % 4];
    if (configuration < 16) return hybrid[configuration % 2];
    return celt[configuration % 4];
}

}  // namespace

Samples opus_duration(Bytes packet) noexcept {
    if (packet.empty()) return Samples{0};
    const auto code = std::to_integer<unsigned>(packet[0]) & 3U;
    std::size_t frames = code == 0 ? 1 : 2;
    // Code 1: two frames of one length (R3).
    if (code == 1 && packet.size() % 2 == 0) return Samples{0};
    // Code 2: the length of the first stands before them.
    if (code == 2 && packet.size() < 2) return Samples{0};
    if (code == many_frames) {
        if (packet.size() < 2) return Samples{0};
        frames = std::to_integer<std::size_t>(packet[1]) & count_mask;
    }
    const Samples length = frame_of(packet[0]) * static_cast<std::int64_t>(frames);
    return length <= longest_packet ? length : Samples{0};
}

MadePacket silence(Samples gap, SilenceForm form) noexcept {
    ensure(gap >= shortest_frame, "a silence lasts a frame at least");
    const bool is_long = gap >= Samples{20ms};
    const Samples frame = is_long ? Samples{20ms} : shortest_frame;
    const auto frames = static_cast<std::size_t>(std::min(gap / frame, most_frames));
    MadePacket made;
    made.data[0] = toc_of(is_long ? celt_20_ms : celt_2_5_ms);
    made.data[1] = static_cast<std::byte>(frames);
    made.size = 2;
    made.length = frame * static_cast<std::int64_t>(frames);
    // Ones to the range decoder are the least likely symbol, and the least likely first symbol is "silence". A
    // frame of one byte would count as lost.
    if (form == SilenceForm::stated) {
        for (std::size_t i = 0; i < frames; ++i) {
            made.data[made.size++] = std::byte{0xFF};
            made.data[made.size++] = std::byte{0xFE};
        }
    }
    return made;
}

MadePacket concealment(std::byte toc, Samples gap) noexcept {
    const Samples frame = frame_of(toc);
    MadePacket made;
    if (gap <= Samples{0} || gap > longest_packet || gap % frame != Samples{0}) return made;
    made.data[0] = toc | static_cast<std::byte>(many_frames);
    made.data[1] = static_cast<std::byte>(gap / frame);
    made.size = 2;
    made.length = gap;
    return made;
}

}  // namespace giaoban::audio
