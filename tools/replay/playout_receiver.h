#pragma once

#include <optional>

#include "audio/codec/opus_decoder.h"
#include "audio/playout/playout.h"
#include "tools/replay/receiver.h"

namespace giaoban::replay {

/// How the daemon's receive path is set.
struct PlayoutSettings {
    SampleRate rate = SampleRate::hz48000;
    audio::PlayoutLimits limits = {};
    audio::PlayoutMode mode = audio::PlayoutMode::conversation;
    /// So long after the first tick the floor is granted, and a conversation begins.
    std::optional<Microseconds> floor_after = {};
    /// Zero: nothing is asked for again.
    Microseconds round_trip{};
};

/// When the floor is granted: so long after the first tick, once.
class FloorAt {
  public:
    explicit FloorAt(std::optional<Microseconds> after) noexcept : after_(after) {}

    [[nodiscard]] bool is_granted(Instant now) noexcept {
        if (!after_) return false;
        if (!at_) at_ = now + *after_;
        if (now < *at_) return false;
        after_.reset();
        return true;
    }

  private:
    std::optional<Microseconds> after_;
    std::optional<Instant> at_;
};

/// What box and mixing box have: audio::Playout and the Opus decoder.
class PlayoutReceiver final : public Receiver {
  public:
    explicit PlayoutReceiver(const PlayoutSettings& settings);

    [[nodiscard]] SampleRate rate() const noexcept override { return decoder_.rate(); }
    void insert(const audio::EncodedPacket& packet, Instant arrived) override;
    audio::TickKind next(Instant now, std::span<std::int16_t> out) override;
    std::size_t missing(Instant now, std::span<std::uint16_t> seqs) override;
    [[nodiscard]] std::optional<std::uint32_t> played_until() const override;
    [[nodiscard]] audio::PlayoutStats stats() const override;

  private:
    audio::OpusSpeechDecoder decoder_;
    audio::Playout playout_;
    FloorAt floor_;
};

}  // namespace giaoban::replay
