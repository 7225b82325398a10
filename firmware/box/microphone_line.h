#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "audio/codec/encoded_packet.h"
#include "audio/codec/speech_encoder.h"
#include "config/vocab/samples.h"
#include "firmware/box/audio_rings.h"

namespace giaoban::box {

/// From ticks of the microphone to packets: gathers a frame, codes it, stamps it with the media
/// clock.
///
/// A turn begins with a packet that has the marker and needs none before it. When the microphone
/// is closed in the middle of a frame, the rest of the frame is silence: what was said before the
/// button was pressed is still heard.
///
/// Threading, real time: as BoxAudio.
/// Errors:     a frame that cannot be coded, or finds the ring full, is lost and counted.
class MicrophoneLine {
  public:
    MicrophoneLine(std::unique_ptr<audio::SpeechEncoder> encoder, std::uint32_t first_timestamp);

    /// Holds from the next tick on.
    void set_open(bool open) noexcept { wanted_open_ = open; }
    [[nodiscard]] bool open() const noexcept { return wanted_open_; }
    /// Holds from the next frame on. A rate other than the encoder's is left out (ensure).
    void encode_as(const audio::EncoderSettings& settings) noexcept { next_settings_ = settings; }

    /// One tick of the microphone. Answers whether a packet was pushed.
    bool take(std::span<const std::int16_t> tick, AudioRings& rings) noexcept;
    /// Ends the turn at once: what was gathered is not sent, and what comes next remembers nothing of it. Answers the
    /// timestamp from which on everything is of after this.
    [[nodiscard]] std::uint32_t cut() noexcept;
    /// The timestamp of the next tick.
    [[nodiscard]] std::uint32_t clock() const noexcept { return clock_; }
    void skip(Samples time) noexcept;

    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

  private:
    void begin_frame() noexcept;
    bool finish_frame(AudioRings& rings) noexcept;

    std::unique_ptr<audio::SpeechEncoder> encoder_;
    std::optional<audio::EncoderSettings> next_settings_;
    bool wanted_open_ = false;
    bool talking_ = false;  // a turn is on
    bool marker_ = false;   // the next packet is the first after a pause
    std::uint32_t clock_;   // timestamp of the next tick
    std::uint32_t frame_began_ = 0;
    std::vector<std::int16_t> frame_;  // as long as the longest frame
    std::size_t frame_size_ = 0;       // of the frame that is being gathered
    std::size_t gathered_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace giaoban::box
