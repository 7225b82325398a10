#pragma once

#include <memory>

#include "audio/codec/speech_decoder.h"

struct OpusDecoder;

namespace giaoban::audio {

/// How much work a decoder may make of a packet.
enum class DecoderEffort : std::uint8_t {
    classic = 0,        ///< as RFC 6716: no network of neurons at all
    deep = 5,           ///< lost packets are made up by deep PLC and DRED
    enhanced = 6,       ///< and low bitrates are cleaned by LACE
    most_enhanced = 7,  ///< and by NoLACE
};

/// Speech by Opus. Where this Opus has no deep redundancy, load_dred() finds none, and conceal() is
/// the classic one.
///
/// Units, Threading, Real time, Errors: as SpeechDecoder says.
/// Source:     RFC 6716; draft-ietf-mlcodec-opus-dred.
class OpusSpeechDecoder final : public SpeechDecoder {
  public:
    explicit OpusSpeechDecoder(SampleRate rate, DecoderEffort effort = DecoderEffort::deep);
    ~OpusSpeechDecoder() override;

    [[nodiscard]] SampleRate rate() const noexcept override { return rate_; }
    [[nodiscard]] Expected<Samples, CodecFault> duration_of(Bytes payload) const noexcept override;
    [[nodiscard]] Expected<std::size_t, CodecFault> decode(
        Bytes payload, std::span<std::int16_t> out) noexcept override;
    [[nodiscard]] Samples lbrr_reach(Bytes next) const noexcept override;
    [[nodiscard]] Expected<std::size_t, CodecFault> recover_lbrr(
        Bytes next, std::span<std::int16_t> out) noexcept override;
    [[nodiscard]] Samples load_dred(Bytes payload) noexcept override;
    [[nodiscard]] Expected<std::size_t, CodecFault> recover_dred(
        Samples back, std::span<std::int16_t> out) noexcept override;
    [[nodiscard]] Expected<std::size_t, CodecFault> conceal(
        std::span<std::int16_t> out) noexcept override;
    void reset() noexcept override;

  private:
    struct Destroy {
        void operator()(OpusDecoder* decoder) const noexcept;
    };
    struct DeepRedundancy;  // the library's state for DRED; empty where there is none

    SampleRate rate_;
    std::unique_ptr<OpusDecoder, Destroy> decoder_;
    std::unique_ptr<DeepRedundancy> dred_;
};

}  // namespace giaoban::audio
