#pragma once

#include <array>

#include "audio/mix/bridge.h"
#include "config/vocab/box_id.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "firmware/mixer/audio_rings.h"

namespace giaoban::mixer {

/// The audio thread's work for one room: its bridge, and the microphones that are open or wait for a place in it.
///
/// Threading:  the audio thread's; the rings are what it shares.
/// Real time:  neither allocates, locks nor logs.
/// Errors:     a full ring of mixes costs packets, and is counted. A microphone for which the bridge has no
///             place waits until another has closed.
class RoomDesk final : public audio::BridgeSink {
  public:
    RoomDesk(audio::Bridge& bridge, AudioRings& rings) noexcept : bridge_(bridge), rings_(rings) {}

    /// From now on it is that room's. Nothing is left of the one that had it before.
    void begin(RoomId room) noexcept;
    void end() noexcept;
    [[nodiscard]] bool is_of(RoomId room) const noexcept { return in_use_ && room_ == room; }
    [[nodiscard]] bool in_use() const noexcept { return in_use_; }
    [[nodiscard]] RoomId room() const noexcept { return room_; }
    [[nodiscard]] audio::Bridge& bridge() noexcept { return bridge_; }

    void carry_out(const AudioOrder& order) noexcept;
    void tick(Instant now) noexcept;
    /// Whether there is something for the network thread since this was last asked.
    [[nodiscard]] bool take_news() noexcept;
    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

    void ask(Instant now) noexcept;
    void report_levels() noexcept;
    void report_playouts() noexcept;

    void encoded(const audio::MixPacket& packet) noexcept override;

  private:
    struct Wanted {
        BoxId box = no_box;
        audio::RungIndex hears{};
    };

    void open(BoxId box, audio::RungIndex hears) noexcept;
    void close(BoxId box, audio::Closing closing) noexcept;
    void forget_wanted(BoxId box) noexcept;
    void open_wanted() noexcept;

    audio::Bridge& bridge_;
    AudioRings& rings_;
    RoomId room_ = plenary;
    bool in_use_ = false;
    bool news_ = false;
    std::uint64_t dropped_ = 0;
    std::array<Wanted, audio::Bridge::most_talkers> wanted_{};
    std::array<BoxId, audio::Bridge::most_talkers> open_{};
    MixedPacket mixed_;  // room for what is pushed, which is too large for a habit of the stack
};

}  // namespace giaoban::mixer
