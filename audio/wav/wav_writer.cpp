#include "audio/wav/wav_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "config/vocab/bytes.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

static_assert(std::endian::native == std::endian::little, "samples are written as they lie");

constexpr std::size_t header_bytes = 44;
// The RIFF length counts all but its first 8 bytes, in 32 bits.
constexpr std::uint64_t most_data = 0xFFFF'FFFFULL - (header_bytes - 8);

template <typename U>
void store_le(std::byte* to, U value) noexcept {
    std::memcpy(to, &value, sizeof value);
}

bool write_all(int descriptor, Bytes bytes, std::uint64_t at) noexcept {
    while (!bytes.empty()) {
        const ssize_t wrote =
            ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) {
            if (wrote == 0) errno = ENOSPC;
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(wrote));
        at += static_cast<std::uint64_t>(wrote);
    }
    return true;
}

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

Expected<WavWriter, WavError> WavWriter::create(const std::filesystem::path& file,
                                                std::int32_t hz) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        return Unexpected(WavError{file.string() + ": cannot be written: " + reason(errno)});
    }
    WavWriter writer(descriptor, file.string(), hz);
    if (!writer.write_header()) {
        return Unexpected(WavError{file.string() + ": cannot be written: " + reason(errno)});
    }
    return writer;
}

WavWriter::WavWriter(WavWriter&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      hz_(other.hz_),
      data_bytes_(other.data_bytes_) {}

WavWriter::~WavWriter() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Expected<void, WavError> WavWriter::append(std::span<const std::int16_t> sound) {
    if (!writing() || sound.empty()) return {};
    if (data_bytes_ + sound.size_bytes() > most_data)
        return stop("is full: a WAV file ends at 4 GiB");
    // The sound first: a header must never tell of what is not there.
    if (!write_all(descriptor_, std::as_bytes(sound), header_bytes + data_bytes_)) {
        return stop("cannot be written any further: " + reason(errno));
    }
    data_bytes_ += sound.size_bytes();
    if (!write_header()) return stop("cannot be written any further: " + reason(errno));
    return {};
}

Expected<void, WavError> WavWriter::stop(const std::string& why) {
    ::close(std::exchange(descriptor_, -1));
    return Unexpected(WavError{name_ + ": " + why});
}

bool WavWriter::write_header() noexcept {
    std::array<std::byte, header_bytes> header{};
    const auto text = [&](std::size_t at, const char* four) { std::memcpy(&header[at], four, 4); };
    const auto hz = static_cast<std::uint32_t>(hz_);
    text(0, "RIFF");
    store_le(&header[4], static_cast<std::uint32_t>(header_bytes - 8 + data_bytes_));
    text(8, "WAVE");
    text(12, "fmt ");
    store_le(&header[16], std::uint32_t{16});
    store_le(&header[20], std::uint16_t{1});  // PCM
    store_le(&header[22], std::uint16_t{1});  // one channel
    store_le(&header[24], hz);
    store_le(&header[28], hz * 2);
    store_le(&header[32], std::uint16_t{2});
    store_le(&header[34], std::uint16_t{16});
    text(36, "data");
    store_le(&header[40], static_cast<std::uint32_t>(data_bytes_));
    return write_all(descriptor_, header, 0);
}

}  // namespace giaoban::audio
