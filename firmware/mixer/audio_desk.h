#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "audio/mix/bridge.h"
#include "audio/mix/tick_clock.h"
#include "firmware/mixer/audio_rings.h"

namespace giaoban::mixer {

/// The audio thread's work: takes orders and packets from the rings, runs the ticks that are due, puts
/// the mixes into a ring.
///
/// Units:      ticks of 20 ms on the grid that begins at `start`.
/// Threading:  the audio thread's; the rings are what it shares.
/// Real time:  neither allocates, locks nor logs.
/// Errors:     a full ring of mixes costs packets, and is counted. A microphone for which the bridge has no
///             place waits until another has closed.
class AudioDesk final : public audio::BridgeSink {
  public:
    AudioDesk(audio::Bridge& bridge, AudioRings& rings, Instant start);

    /// Does what is due at `now`. Answers whether there is something for the network thread.
    bool serve(Instant now) noexcept;

    /// When serve() has something to do. never: when there is an order.
    [[nodiscard]] Instant next_deadline() const noexcept;

    void encoded(const audio::MixPacket& packet) noexcept override;

  private:
    struct Wanted {
        BoxId box = no_box;
        audio::RungIndex hears{};
    };

    void take_orders() noexcept;
    void carry_out(const AudioOrder& order) noexcept;
    void open(BoxId box, audio::RungIndex hears) noexcept;
    void forget_wanted(BoxId box) noexcept;
    void open_wanted() noexcept;
    void take_packets() noexcept;
    void ask(Instant now) noexcept;
    void note_wake(Instant now) noexcept;
    void report() noexcept;

    audio::Bridge& bridge_;
    AudioRings& rings_;
    audio::TickClock clock_;
    std::array<Wanted, audio::Bridge::most_talkers> wanted_{};
    std::array<BoxId, audio::Bridge::most_talkers> open_{};
    AudioReport figures_;
    TalkerPacket
        packet_;  // room for what is popped and pushed, which is too large for a habit of the stack
    MixedPacket mixed_;
    bool resting_ = true;
    bool something_to_fetch_ = false;
    int ticks_to_report_ = 0;
};

}  // namespace giaoban::mixer
