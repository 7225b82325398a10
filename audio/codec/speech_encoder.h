#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/codec/encoded_packet.h"
#include "config/vocab/expected.h"
#include "config/vocab/sample_rate.h"

namespace giaoban::audio {

/// What one rung asks of its encoder.
struct EncoderSettings {
    SampleRate rate = SampleRate::hz16000;
    /// 20, 40, 60, 80, 100 or 120 ms.
    Samples frame = std::chrono::milliseconds{20};
    /// Of the Opus packets alone, redundancy included; headers come on top.
    std::int32_t bitrate_bps = 24'000;
    /// What share of packets the other end misses. Without any, Opus sends no redundancy at all.
    std::int32_t expected_loss_percent = 10;
    /// A low-bitrate copy of the frame before (LBRR). It takes nearly all bits that deep redundancy
    /// would have had, so a rung has one or the other.
    bool in_band_fec = false;
    /// Send nothing while nobody speaks.
    bool dtx = false;
    /// How far back deep redundancy (DRED) should reach: up to 1.04 s, in steps of 10 ms. How far it
    /// does reach follows from the bitrate.
    Samples dred_reach = std::chrono::milliseconds{1'040};
    /// 0 to 10. At 16 kHz 5 is where deep redundancy begins to be computed as well as it can be.
    std::int32_t complexity = 5;
};

/// Turns frames of speech into packets.
///
/// Units:      mono 16-bit samples at `settings().rate`; one call codes exactly `settings().frame`.
/// Threading:  one thread owns it.
/// Real time:  takes no memory after construction.
/// Errors:     CodecFault; the frame is then lost and the next may succeed.
class SpeechEncoder {
  public:
    SpeechEncoder() = default;
    SpeechEncoder(const SpeechEncoder&) = delete;
    SpeechEncoder& operator=(const SpeechEncoder&) = delete;
    virtual ~SpeechEncoder() = default;

    /// Codes one frame into `out` and answers how many bytes it took. 0: nobody speaks, and nothing
    /// need be sent (only with dtx).
    [[nodiscard]] virtual Expected<std::size_t, CodecFault> encode(
        std::span<const std::int16_t> frame, MutableBytes out) noexcept = 0;

    /// Holds from the next frame on. The rate cannot be changed: that is another encoder (ensure).
    virtual void apply(const EncoderSettings& settings) noexcept = 0;
    /// Forgets the voice: the next packet can be decoded without any before it.
    virtual void reset() noexcept = 0;
    [[nodiscard]] virtual const EncoderSettings& settings() const noexcept = 0;
};

}  // namespace giaoban::audio
