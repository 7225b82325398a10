#include "audio/wav/wav_file.h"

#include <array>
#include <fstream>
#include <limits>
#include <optional>
#include <system_error>

#include "config/vocab/bytes.h"

namespace giaoban::audio {

namespace {

constexpr std::int32_t lowest_hz = 8'000;
constexpr std::int32_t highest_hz = 48'000;
// An hour of two channels at 48 kHz, and a megabyte of chunks that are not sound.
constexpr std::uintmax_t most_bytes = 3'600ULL * 48'000 * 4 + (1U << 20U);

constexpr std::uint16_t format_pcm = 1;
constexpr std::uint16_t format_extensible = 0xFFFE;

template <typename U>
U load_le(Bytes from) noexcept {
    U value = 0;
    for (std::size_t i = 0; i < sizeof(U); ++i) {
        value = static_cast<U>(value | std::to_integer<U>(from[i]) << (8U * i));
    }
    return value;
}

struct Format {
    std::uint16_t kind = 0;
    std::uint16_t channels = 0;
    std::uint32_t hz = 0;
    std::uint16_t bits = 0;
};

struct Chunks {
    std::optional<Format> format;
    std::optional<Bytes> data;
};

std::optional<Format> parse_format(Bytes body) noexcept {
    if (body.size() < 16) return std::nullopt;
    Format format{.kind = load_le<std::uint16_t>(body),
                  .channels = load_le<std::uint16_t>(body.subspan(2)),
                  .hz = load_le<std::uint32_t>(body.subspan(4)),
                  .bits = load_le<std::uint16_t>(body.subspan(14))};
    // The extensible form keeps the kind in the first two bytes of its sub-format, at byte 24.
    if (format.kind == format_extensible && body.size() >= 26) {
        format.kind = load_le<std::uint16_t>(body.subspan(24));
    }
    return format;
}

Chunks find_chunks(Bytes rest) noexcept {
    Chunks found;
    while (rest.size() >= 8 && !found.data) {
        const std::string_view id = as_text(rest.first(4));
        const std::size_t told = load_le<std::uint32_t>(rest.subspan(4));
        rest = rest.subspan(8);
        // A file that is still being written, or a stream, tells more than there is, or nothing.
        const std::size_t size = std::min(told, rest.size());
        if (id == "fmt ") found.format = parse_format(rest.first(size));
        if (id == "data") found.data = rest.first(size);
        rest = rest.subspan(std::min(size + size % 2, rest.size()));
    }
    return found;
}

std::vector<std::int16_t> to_mono(Bytes data, std::uint16_t channels) {
    const std::size_t frame = 2U * channels;
    std::vector<std::int16_t> samples;
    samples.reserve(data.size() / frame);
    for (; data.size() >= frame; data = data.subspan(frame)) {
        std::int32_t sum = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            sum += static_cast<std::int16_t>(load_le<std::uint16_t>(data.subspan(2 * c)));
        }
        samples.push_back(static_cast<std::int16_t>(sum / channels));
    }
    return samples;
}

}  // namespace

Expected<Recording, WavError> parse_wav(Bytes bytes, const std::string& name) {
    const auto fail = [&](const std::string& why) {
        return Unexpected(
            WavError{name + ": " + why +
                     " (16-bit PCM WAV with 1 or 2 channels at 8000 to 48000 Hz is "
                     "accepted; `ffmpeg -i IN -c:a pcm_s16le -ar 16000 -ac 1 OUT.wav` "
                     "makes one)"});
    };
    if (bytes.size() < 12 || as_text(bytes.first(4)) != "RIFF" ||
        as_text(bytes.subspan(8, 4)) != "WAVE") {
        return fail("this is no WAV file");
    }
    const Chunks chunks = find_chunks(bytes.subspan(12));
    if (!chunks.format) return fail("its format is not told");
    const Format& format = *chunks.format;
    if (format.kind != format_pcm)
        return fail("it is coded (format " + std::to_string(format.kind) + ")");
    if (format.bits != 16) return fail("it has " + std::to_string(format.bits) + " bits");
    if (format.channels < 1 || format.channels > 2) {
        return fail("it has " + std::to_string(format.channels) + " channels");
    }
    if (format.hz < lowest_hz || format.hz > highest_hz) {
        return fail("it has " + std::to_string(format.hz) + " Hz");
    }
    if (!chunks.data) return fail("there is no sound in it");
    return Recording{.hz = static_cast<std::int32_t>(format.hz),
                     .samples = to_mono(*chunks.data, format.channels)};
}

Expected<Recording, WavError> read_wav(const std::filesystem::path& file) {
    const auto fail = [&](const std::string& why) {
        return Unexpected(WavError{file.string() + ": " + why});
    };
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error) return fail("cannot be read: " + error.message());
    if (size > most_bytes) return fail("is longer than an hour: cut it");
    std::ifstream in(file, std::ios::binary);
    std::vector<std::byte> bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!in) return fail("cannot be read: " + std::make_error_code(std::errc::io_error).message());
    return parse_wav(bytes, file.string());
}

}  // namespace giaoban::audio
