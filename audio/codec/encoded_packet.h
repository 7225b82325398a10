#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// One packet of coded speech, with what its RTP header says of it. It can be copied as it is, so it
/// may cross from the network thread to the audio thread in an SpscRing.
///
/// Units:      `timestamp` counts 48 kHz samples (RFC 7587 section 4.1), `size` bytes.
/// Source:     RFC 3550 section 5.1 (seq, timestamp, marker); RFC 7587 section 4.2 (payload).
struct EncodedPacket {
    /// RFC 6716 section 3.4, R2: no frame is longer than 1275 bytes. Ours are below 400.
    static constexpr std::size_t max_size = 1275;

    std::uint16_t seq = 0;
    std::uint32_t timestamp = 0;
    /// The first packet after a pause.
    bool marker = false;
    std::uint16_t size = 0;
    std::array<std::byte, max_size> data{};

    [[nodiscard]] Bytes payload() const noexcept {
        return Bytes{data}.first(size <= max_size ? size : max_size);
    }
};

static_assert(std::is_trivially_copyable_v<EncodedPacket>);

/// Why a coder did not do what it was asked.
enum class CodecFault : std::uint8_t {
    frame_length,   ///< not a length of sound that the coder works in
    no_room,        ///< the sound or the packet does not fit where it should go
    malformed,      ///< not a packet of this codec
    no_redundancy,  ///< the packet does not carry what was asked for
};

}  // namespace giaoban::audio
