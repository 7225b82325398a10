#pragma once

#include <ogg/ogg.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/vocab/bytes.h"

namespace giaoban::audio {

/// libogg's state of a stream, for the sources of this folder alone.
class OggStream {
  public:
    static constexpr std::size_t most_segments = 255;  ///< of a page: RFC 3533 section 6

    /// With a page other than 0 it goes on in a stream that has begun.
    OggStream(std::uint32_t serial, std::uint32_t next_page);
    OggStream(const OggStream&) = delete;
    OggStream& operator=(const OggStream&) = delete;
    ~OggStream() { ::ogg_stream_clear(&state_); }

    void packet(Bytes bytes, std::int64_t granule, bool last);
    /// What was put in, in pages that are as long as can be.
    void pages(std::vector<std::byte>& into);

  private:
    ogg_stream_state state_{};
    std::int64_t next_packet_ = 0;
};

}  // namespace giaoban::audio
