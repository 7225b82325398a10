#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// A place in a recording that has a name: a turn.
struct Chapter {
    Samples at{};
    std::string title;

    friend bool operator==(const Chapter&, const Chapter&) = default;
};

/// What a recording says of itself. Texts are UTF-8.
struct RecordingWords {
    std::string title;
    std::string artist;  ///< of a track: whose; may be empty
    std::string date;    ///< ISO 8601; may be empty
    std::vector<Chapter> chapters;
};

/// Chapters are numbered with three digits, from 001.
inline constexpr std::size_t most_chapters = 999;

/// The largest packet that an Ogg page holds whole: 255 segments, the last below 255 (RFC 3533 section 6).
inline constexpr std::size_t tags_bytes = 254 * 255 + 254;

/// The comment header, always `tags_bytes` long: the same room whether the chapters are known yet or not, so that
/// they can be written into a file that is there already. What is not used is zeros, which RFC 7845 keeps for that.
///
/// 999 chapters fit: where titles are too long for that, all are cut to the same length, in whole characters.
/// More chapters than that are left out.
///
/// Source: RFC 7845 section 5.2; Vorbis comment fields; chapters as CHAPTERnnn=HH:MM:SS.mmm and CHAPTERnnnNAME, the
///         Vorbis community's "Chapter extension".
[[nodiscard]] std::vector<std::byte> opus_tags(const RecordingWords& words);

}  // namespace giaoban::audio
