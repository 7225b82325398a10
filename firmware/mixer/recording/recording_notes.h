#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audio/record/opus_tags.h"
#include "config/vocab/time.h"

namespace giaoban::mixer {

/// What is known of a recording beside its sound. It lies beside it as NAME.notes, a line each, and grows at its end
/// while the recording does: from it the header can be made at any time, after a power cut as well.
///
/// Texts are as shown() leaves them. A line that is not whole, or not understood, is passed over.
struct RecordingNotes {
    std::uint32_t serial = 0;
    std::int64_t started_unix_ms = 0;
    std::int32_t input_hz = 16'000;
    std::string title;
    std::string artist;
    std::vector<audio::Chapter> chapters;
    bool closed = false;

    [[nodiscard]] std::string to_text() const;
    /// Nothing: these are no notes of a recording.
    [[nodiscard]] static std::optional<RecordingNotes> parse(std::string_view text);

    /// What the header of the file says; chapters only up to `until`.
    [[nodiscard]] audio::RecordingWords words(Samples until) const;

    friend bool operator==(const RecordingNotes&, const RecordingNotes&) = default;
};

/// The lines that are added as time goes on.
[[nodiscard]] std::string chapter_line(const audio::Chapter& chapter);
inline constexpr std::string_view closed_line = "closed\n";
inline constexpr std::string_view opened_line = "opened\n";

/// No chapter has a longer title: the names of two communes with their districts are 128 bytes.
inline constexpr std::size_t longest_shown = 256;
/// 999 chapters of 256 bytes and a time each, and as many more that a person or a bad clock added.
inline constexpr std::size_t longest_notes = 1024 * 1024;

/// A text as it may stand in a line and be shown: at most `longest_shown` bytes, what is not text in it as "?".
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace giaoban::mixer
