#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "audio/record/opus_packet.h"
#include "audio/record/opus_tags.h"
#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

class OggStream;

/// One stream of Opus in Ogg.
struct RecordedStream {
    std::uint32_t serial = 0;
    /// What was coded; for people to read, no decoder needs it.
    std::int32_t input_hz = 16'000;
};

/// The two header pages have always this length: 27 + 1 + 19 bytes and 27 + 255 + 65,024 (RFC 3533 section 6).
inline constexpr std::size_t header_bytes = 47 + 282 + tags_bytes;

/// The first bytes of a file, up to its first sound.
///
/// Source: RFC 7845 sections 3 (each header its own page) and 5.
[[nodiscard]] std::vector<std::byte> recording_header(const RecordedStream& stream,
                                                      const RecordingWords& words);

/// Packets of Opus with their times in, pages of Ogg out. Nothing is decoded or coded.
///
/// A packet stands in the file where its time says. What lies between two packets is filled: up to 120 ms by asking
/// the decoder to conceal it, if it is a whole number of the frames before; else with silence, 16 bytes at its
/// beginning and 3 for each 120 ms more. Packets of any frame length, mode and encoder may follow each other.
///
/// Units:      times from the beginning of the recording, at 48 kHz. A page ends after 1 s of sound, and 4 s of
///             silence, or when pages are taken.
/// Threading:  not synchronised.
/// Real time:  no: takes memory.
/// Errors:     Added, a packet at a time.
/// Limits:     packets of `most_packet_bytes`; a gap of any length costs 35 bytes a second.
/// Source:     RFC 3533 (Ogg), RFC 7845 (Opus in Ogg).
class OggOpusWriter {
  public:
    // RFC 6716 section 3.2.1: a frame has 1275 bytes at most; what is recorded is one frame or two or three small ones.
    static constexpr std::size_t most_packet_bytes = 1275;
    /// How much later than the sound a decoder that starts gives it out, which players skip: 6.5 ms, libopus' look-ahead.
    static constexpr Samples pre_skip{312};

    /// Where to go on.
    struct Place {
        std::uint32_t next_page = 2;  ///< after the two of the header
        Samples end{};
    };

    explicit OggOpusWriter(const RecordedStream& stream, const Place& from);
    explicit OggOpusWriter(const RecordedStream& stream) : OggOpusWriter(stream, Place{}) {}
    ~OggOpusWriter();
    OggOpusWriter(OggOpusWriter&&) noexcept;
    OggOpusWriter& operator=(OggOpusWriter&&) noexcept;

    enum class Added : std::uint8_t {
        taken,
        late,      ///< it begins before the end of what is there
        malformed  ///< no packet of Opus, or too large
    };
    [[nodiscard]] Added add(Samples at, Bytes packet);

    /// Silence up to there, to the last 2.5 ms.
    void fill(Samples until);

    /// Where the sound ends that was taken.
    [[nodiscard]] Samples end() const noexcept { return end_; }

    /// All that was added since, in whole pages, to be appended to the file. May be empty.
    [[nodiscard]] std::vector<std::byte> take_pages();

    /// The last page of all: 20 ms of silence, and the mark that the stream ends. Nothing may be added after it.
    [[nodiscard]] std::vector<std::byte> finish();

  private:
    void put(Bytes packet, Samples length, bool last = false);
    void end_page();

    std::unique_ptr<OggStream> stream_;
    std::vector<std::byte> pages_;
    Samples end_;
    Samples page_begin_;
    std::size_t page_segments_ = 0;
    bool after_sound_ = false;  ///< the last packet was sound, and began with
    std::byte toc_{};
};

}  // namespace giaoban::audio
