#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/codec/encoded_packet.h"
#include "config/vocab/expected.h"
#include "config/vocab/sample_rate.h"

namespace giaoban::audio {

/// Turns packets into speech, and makes up for packets that did not come. It keeps the state of the
/// voice, so all calls follow the order of what was spoken: each one continues where the last ended.
///
/// Units:      mono 16-bit samples at `rate()`. Lengths that are made up are multiples of 10 ms.
/// Threading:  one thread owns it.
/// Real time:  takes no memory after construction.
/// Errors:     CodecFault; packets come from outside, and any bytes may be handed in.
class SpeechDecoder {
  public:
    SpeechDecoder() = default;
    SpeechDecoder(const SpeechDecoder&) = delete;
    SpeechDecoder& operator=(const SpeechDecoder&) = delete;
    virtual ~SpeechDecoder() = default;

    [[nodiscard]] virtual SampleRate rate() const noexcept = 0;

    /// How long the sound in a packet is. Looks at its first bytes only and leaves the voice as it is.
    [[nodiscard]] virtual Expected<Samples, CodecFault> duration_of(
        Bytes payload) const noexcept = 0;

    /// Decodes a packet; answers how many samples of `out` were written.
    [[nodiscard]] virtual Expected<std::size_t, CodecFault> decode(
        Bytes payload, std::span<std::int16_t> out) noexcept = 0;

    /// How much of what was spoken just before `next` the packet carries as a low-bitrate copy
    /// (LBRR, "in-band FEC"); zero if nothing.
    [[nodiscard]] virtual Samples lbrr_reach(Bytes next) const noexcept = 0;

    /// Fills `out` with what was spoken just before `next`, from the copy in it.
    [[nodiscard]] virtual Expected<std::size_t, CodecFault> recover_lbrr(
        Bytes next, std::span<std::int16_t> out) noexcept = 0;

    /// Reads the deep redundancy in a packet and keeps it for recover_dred(). Answers how far before
    /// the packet it reaches; zero if there is none.
    [[nodiscard]] virtual Samples load_dred(Bytes payload) noexcept = 0;

    /// Fills `out` with what was spoken from `back` before the packet that was loaded last.
    [[nodiscard]] virtual Expected<std::size_t, CodecFault> recover_dred(
        Samples back, std::span<std::int16_t> out) noexcept = 0;

    /// Fills `out` with what might have been spoken next. It fades by itself within a few frames.
    [[nodiscard]] virtual Expected<std::size_t, CodecFault> conceal(
        std::span<std::int16_t> out) noexcept = 0;

    /// Forgets the voice: what comes next is another stream.
    virtual void reset() noexcept = 0;
};

}  // namespace giaoban::audio
