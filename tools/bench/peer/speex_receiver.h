#pragma once

#include <memory>

#include "audio/codec/opus_decoder.h"
#include "tools/replay/receiver.h"

struct JitterBuffer_;

namespace giaoban::bench {

/// The receive path that every Debian machine can have: libspeexdsp's jitter buffer as its header says to use it, in
/// steps of 20 ms, with Opus and its concealment behind it. It has no view of what comes next, so it cannot use a
/// low-bitrate copy or deep redundancy.
///
/// Units:      packets of 20 ms; others are left out.
/// Source:     speex/speex_jitter.h of libspeexdsp 1.2.
class SpeexReceiver final : public replay::Receiver {
  public:
    explicit SpeexReceiver(SampleRate rate);
    ~SpeexReceiver() override;

    [[nodiscard]] SampleRate rate() const noexcept override { return decoder_.rate(); }
    void insert(const audio::EncodedPacket& packet, Instant arrived) override;
    audio::TickKind next(Instant now, std::span<std::int16_t> out) override;
    std::size_t missing(Instant, std::span<std::uint16_t>) override { return 0; }
    [[nodiscard]] std::optional<std::uint32_t> played_until() const override { return position_; }
    [[nodiscard]] audio::PlayoutStats stats() const override { return stats_; }

  private:
    struct Destroy {
        void operator()(JitterBuffer_* buffer) const noexcept;
    };

    audio::TickKind stand_in(std::span<std::int16_t> out);

    audio::OpusSpeechDecoder decoder_;
    std::unique_ptr<JitterBuffer_, Destroy> buffer_;
    std::optional<std::uint32_t> position_;
    Samples stood_in_{0};
    audio::PlayoutStats stats_;
};

}  // namespace giaoban::bench
