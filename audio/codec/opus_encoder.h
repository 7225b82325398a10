#pragma once

#include <memory>
#include <string>

#include "audio/codec/speech_encoder.h"

struct OpusEncoder;

namespace giaoban::audio {

/// Which Opus this is and what it can do, in words, for the log at start.
[[nodiscard]] std::string opus_version_and_features();

/// Speech by Opus, with deep redundancy where this Opus has it (a system Opus goes without).
///
/// Units, Threading, Real time, Errors: as SpeechEncoder says. Settings that Opus does not have (a
///             frame of 30 ms, a bitrate of 0) stop the program (ensure): they come from a table of
///             ours, and configuration was checked before.
/// Source:     RFC 6716, RFC 7587; draft-ietf-mlcodec-opus-dred.
class OpusSpeechEncoder final : public SpeechEncoder {
  public:
    explicit OpusSpeechEncoder(const EncoderSettings& settings);
    ~OpusSpeechEncoder() override;

    [[nodiscard]] Expected<std::size_t, CodecFault> encode(std::span<const std::int16_t> frame,
                                                           MutableBytes out) noexcept override;
    void apply(const EncoderSettings& settings) noexcept override;
    void reset() noexcept override;
    [[nodiscard]] const EncoderSettings& settings() const noexcept override { return settings_; }

  private:
    struct Destroy {
        void operator()(OpusEncoder* encoder) const noexcept;
    };

    void set(int request, std::int32_t value) noexcept;

    EncoderSettings settings_;
    std::unique_ptr<OpusEncoder, Destroy> encoder_;
};

}  // namespace giaoban::audio
