#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "audio/ports/speaker.h"
#include "audio/rt/spsc_ring.h"
#include "audio/wav/wav_writer.h"

namespace giaoban::audio {

/// A speaker that writes what it says into a WAV file, without the audio thread ever meeting the
/// disk: ticks cross a ring to whoever calls drain() now and then.
///
/// Threading:  write() on the audio thread, drain() on one other thread.
/// Real time:  write() takes no memory and never waits. When the ring is full (5 s of a disk that
///             stands still) ticks are lost to the file and counted; the meeting goes on.
/// Errors:     the first failure of the file is answered by drain(), once; then nothing is written.
class WavSpeaker final : public Speaker {
  public:
    /// What passes the ring: a tick of 20 ms at up to 48 kHz.
    struct Tick {
        std::uint16_t count = 0;
        std::array<std::int16_t, 960> samples{};
    };
    static constexpr std::size_t ring_ticks = 256;  // 5 s of 20 ms, a power of two for the ring
    using Ring = SpscRing<Tick, ring_ticks>;

    /// The other end, which the shell keeps while the port owns the speaker.
    class File {
      public:
        explicit File(WavWriter writer) : writer_(std::move(writer)) {}

        /// Writes what has come since the last call. An error is answered once.
        [[nodiscard]] std::optional<WavError> drain();

        [[nodiscard]] std::uint64_t lost_ticks() const noexcept { return lost_.load(); }

      private:
        friend class WavSpeaker;
        WavWriter writer_;
        Ring ring_;
        std::atomic<std::uint64_t> lost_{0};
    };

    explicit WavSpeaker(std::shared_ptr<File> file) noexcept : file_(std::move(file)) {}

    void write(std::span<const std::int16_t> said) noexcept override;

  private:
    std::shared_ptr<File> file_;
};

}  // namespace giaoban::audio
