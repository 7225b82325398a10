#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "config/vocab/expected.h"

namespace giaoban::audio {

/// Sound in memory: one channel.
struct Recording {
    std::int32_t hz = 0;
    std::vector<std::int16_t> samples;
};

/// Why a file was not read or written: the file, what is wrong, and what is accepted.
struct WavError {
    std::string text;
};

/// Reads a WAV file whole: 16-bit PCM, one or two channels (two are averaged), 8 to 48 kHz, at most
/// an hour. A file that breaks off, as one that is still being written, is read as far as it goes.
///
/// Threading:  any; at start only, since it reads and takes memory.
/// Errors:     all are answered as WavError; nothing is thrown.
/// Source:     Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF), and
///             WAVE_FORMAT_EXTENSIBLE.
[[nodiscard]] Expected<Recording, WavError> read_wav(const std::filesystem::path& file);

/// The same from bytes in memory; `name` stands in the error.
[[nodiscard]] Expected<Recording, WavError> parse_wav(std::span<const std::byte> bytes,
                                                      const std::string& name);

}  // namespace giaoban::audio
