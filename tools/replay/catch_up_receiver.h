#pragma once

#include "audio/codec/opus_decoder.h"
#include "audio/playout/catch_up_playout.h"
#include "tools/replay/playout_receiver.h"

namespace giaoban::replay {

/// What a box that listens has: playout that fetches what it missed and plays it faster until it is live.
class CatchUpReceiver final : public Receiver {
  public:
    explicit CatchUpReceiver(const PlayoutSettings& settings);

    [[nodiscard]] SampleRate rate() const noexcept override { return decoder_.rate(); }
    void insert(const audio::EncodedPacket& packet, Instant arrived) override;
    void insert_history(const audio::EncodedPacket& packet, Instant arrived) override;
    audio::TickKind next(Instant now, std::span<std::int16_t> out) override;
    std::size_t missing(Instant now, std::span<std::uint16_t> seqs) override;
    [[nodiscard]] std::optional<Wanted> wanted(Instant now) override;
    [[nodiscard]] std::optional<std::uint32_t> played_until() const override;
    [[nodiscard]] audio::PlayoutStats stats() const override;

  private:
    audio::OpusSpeechDecoder decoder_;
    audio::CatchUpPlayout playout_;
    FloorAt floor_;
};

}  // namespace giaoban::replay
