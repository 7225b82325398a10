#pragma once

#include <array>
#include <cstddef>

#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// No packet is longer. RFC 6716 section 3.2.5, R5.
inline constexpr Samples longest_packet = std::chrono::milliseconds{120};
/// The shortest frame, 2.5 ms, and what all lengths of packets are multiples of. RFC 6716 section 2.1.4.
inline constexpr Samples shortest_frame{120};

/// How long the sound in a packet is, by its first bytes; zero: it is no packet of Opus.
///
/// Source: RFC 6716 sections 3.1 (TOC) and 3.2 (how many frames).
[[nodiscard]] Samples opus_duration(Bytes packet) noexcept;

/// A packet that was made here and not by an encoder.
struct MadePacket {
    // TOC, count of frames, 6 frames of 2 bytes.
    std::array<std::byte, 14> data{};
    std::size_t size = 0;
    Samples length{};

    [[nodiscard]] Bytes bytes() const noexcept { return Bytes{data}.first(size); }
};

/// How a silence is told to a decoder.
enum class SilenceForm : std::uint8_t {
    /// CELT frames whose first symbol says "silence": zeros in every decoder, whatever came before. 14 bytes for 120 ms.
    stated,
    /// Frames of no bytes after such: a decoder goes on with what it had, which is silence. 2 bytes for 120 ms.
    /// After anything else they are no silence: libopus makes up a voice, then its background noise.
    continued,
};

/// One packet of silence, as long as one can be within `gap`, which is at least the shortest frame (ensure).
///
/// Source: RFC 6716 section 4.3 (the silence flag, table 56), section 3.2.5 (code 3, constant length).
[[nodiscard]] MadePacket silence(Samples gap, SilenceForm form) noexcept;

/// A packet that asks a decoder to conceal `gap` after a packet that began with `toc`: zero bytes a frame, mode and
/// frame as before. Of length zero when it cannot be told so: longer than a packet, or not a whole number of frames.
///
/// Source: RFC 7845 section 4.1 (repairing gaps in real-time streams).
[[nodiscard]] MadePacket concealment(std::byte toc, Samples gap) noexcept;

}  // namespace giaoban::audio
