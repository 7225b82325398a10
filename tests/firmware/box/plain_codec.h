#pragma once

#include <algorithm>
#include <cstring>

#include "audio/codec/speech_decoder.h"
#include "audio/codec/speech_encoder.h"

namespace giaoban::box::tests {

/// A coder that sends each 64th sample as it is: 5 samples a tick of 16 kHz. Enough to see what was
/// coded, and when.
class PlainEncoder final : public audio::SpeechEncoder {
  public:
    struct Seen {
        int encoded = 0;
        int resets = 0;
        bool silent = false;  ///< answers that nobody speaks
        bool failing = false;
    };
    PlainEncoder(const audio::EncoderSettings& settings, Seen& seen)
        : settings_(settings), seen_(seen) {}

    Expected<std::size_t, audio::CodecFault> encode(std::span<const std::int16_t> frame,
                                                    MutableBytes out) noexcept override {
        ++seen_.encoded;
        if (seen_.failing) return Unexpected(audio::CodecFault::no_room);
        if (seen_.silent) return std::size_t{0};
        std::size_t size = 0;
        for (std::size_t i = 0; i < frame.size(); i += 64, size += 2) {
            std::memcpy(&out[size], &frame[i], 2);
        }
        return size;
    }
    void apply(const audio::EncoderSettings& settings) noexcept override { settings_ = settings; }
    void reset() noexcept override { ++seen_.resets; }
    const audio::EncoderSettings& settings() const noexcept override { return settings_; }

  private:
    audio::EncoderSettings settings_;
    Seen& seen_;
};

}  // namespace giaoban::box::tests
