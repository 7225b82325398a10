#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "audio/codec/speech_decoder.h"
#include "audio/codec/speech_encoder.h"

namespace giaoban::scenarios {

/// A coder for scenarios, some thousand times quicker than Opus: it carries the levels of scenarios::voice, one for
/// each 5 ms, and as redundancy one for each 20 ms of what was before.
///
/// Its packets have the size that the bitrate asks for, and redundancy as Opus 1.6 was measured to have it: DRED
/// only where loss is expected and where there is room (2 bytes for 20 ms), or LBRR for one frame.
///
/// Units, threading, real time, errors: as the classes that it stands in for.
class TokenEncoder final : public audio::SpeechEncoder {
  public:
    explicit TokenEncoder(const audio::EncoderSettings& settings) noexcept : settings_(settings) {}

    [[nodiscard]] Expected<std::size_t, audio::CodecFault> encode(
        std::span<const std::int16_t> frame, MutableBytes out) noexcept override;
    void apply(const audio::EncoderSettings& settings) noexcept override;
    void reset() noexcept override;
    [[nodiscard]] const audio::EncoderSettings& settings() const noexcept override {
        return settings_;
    }

  private:
    // 1.04 s in steps of 20 ms: as far as DRED can be asked to reach.
    static constexpr std::size_t most_history = 52;

    [[nodiscard]] std::size_t history_to_send(std::size_t room) const noexcept;

    audio::EncoderSettings settings_;
    std::array<std::int16_t, most_history> history_{};  // the newest at newest_
    std::size_t newest_ = 0;
    std::size_t known_ = 0;
};

/// All that a packet tells: the levels of its own sound, and those of its redundancy.
struct Told {
    std::vector<std::int16_t> levels;
    std::vector<std::int16_t> before;
};
[[nodiscard]] Told told_by(Bytes payload);

class TokenDecoder final : public audio::SpeechDecoder {
  public:
    explicit TokenDecoder(SampleRate rate) noexcept : rate_(rate) {}

    [[nodiscard]] SampleRate rate() const noexcept override { return rate_; }
    [[nodiscard]] Expected<Samples, audio::CodecFault> duration_of(
        Bytes payload) const noexcept override;
    [[nodiscard]] Expected<std::size_t, audio::CodecFault> decode(
        Bytes payload, std::span<std::int16_t> out) noexcept override;
    [[nodiscard]] Samples lbrr_reach(Bytes next) const noexcept override;
    [[nodiscard]] Expected<std::size_t, audio::CodecFault> recover_lbrr(
        Bytes next, std::span<std::int16_t> out) noexcept override;
    [[nodiscard]] Samples load_dred(Bytes payload) noexcept override;
    [[nodiscard]] Expected<std::size_t, audio::CodecFault> recover_dred(
        Samples back, std::span<std::int16_t> out) noexcept override;
    /// Silence: what is made up from nothing is nobody's.
    [[nodiscard]] Expected<std::size_t, audio::CodecFault> conceal(
        std::span<std::int16_t> out) noexcept override;
    void reset() noexcept override { loaded_ = 0; }

  private:
    void fill_before(Samples back, std::span<std::int16_t> out,
                     std::span<const std::int16_t> history) const noexcept;

    SampleRate rate_;
    std::array<std::int16_t, 64> dred_{};  // of the packet loaded last, the newest first
    std::size_t loaded_ = 0;
};

}  // namespace giaoban::scenarios
