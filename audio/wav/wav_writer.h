#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "audio/wav/wav_file.h"
#include "config/vocab/expected.h"

namespace giaoban::audio {

/// Writes 16-bit mono WAV. After each append() the header tells the true length, so that a program
/// that is killed leaves a file that plays.
///
/// Threading:  one thread, never the audio thread: a disk may take its time.
/// Errors:     the first failure (a full disk) is answered once; nothing is written after it, and
///             what was written before stays readable. 4 GiB, where the format ends (37 hours at
///             16 kHz), is such a failure.
class WavWriter {
  public:
    [[nodiscard]] static Expected<WavWriter, WavError> create(const std::filesystem::path& file,
                                                              std::int32_t hz);
    WavWriter(WavWriter&& other) noexcept;
    WavWriter& operator=(WavWriter&&) = delete;
    ~WavWriter();

    [[nodiscard]] Expected<void, WavError> append(std::span<const std::int16_t> sound);

    [[nodiscard]] bool writing() const noexcept { return descriptor_ >= 0; }

  private:
    WavWriter(int descriptor, std::string name, std::int32_t hz)
        : descriptor_(descriptor), name_(std::move(name)), hz_(hz) {}
    [[nodiscard]] Expected<void, WavError> stop(const std::string& why);
    [[nodiscard]] bool write_header() noexcept;

    int descriptor_ = -1;
    std::string name_;
    std::int32_t hz_ = 0;
    std::uint64_t data_bytes_ = 0;
};

}  // namespace giaoban::audio
