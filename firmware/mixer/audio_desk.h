#pragma once

#include <cstdint>
#include <deque>
#include <span>

#include "audio/mix/bridge.h"
#include "audio/mix/tick_clock.h"
#include "config/vocab/time.h"
#include "firmware/mixer/audio_rings.h"
#include "firmware/mixer/room_desk.h"

namespace giaoban::mixer {

/// The audio thread's work, as a function of the time: carries out orders, runs the ticks that are due in all rooms, puts
/// the mixes into a ring.
///
/// All rooms keep one media clock: a box that goes from one to another hears one stream.
///
/// Units:      ticks of 20 ms on the grid that begins at `start`.
/// Threading:  the audio thread's; the rings are what it shares.
/// Real time:  neither allocates, locks nor logs, but in the constructor.
/// Errors:     orders and packets for a room that is not there do nothing: the room was closed meanwhile.
/// Limits:     as many rooms as it is given bridges; the first is the plenary's, and always in use.
class AudioDesk {
  public:
    AudioDesk(std::span<audio::Bridge> bridges, AudioRings& rings, Instant start);
    AudioDesk(const AudioDesk&) = delete;
    AudioDesk& operator=(const AudioDesk&) = delete;

    /// Does what is due at `now`. Answers whether there is something for the network thread.
    bool serve(Instant now) noexcept;

    /// When serve() has something to do. never: when there is an order.
    [[nodiscard]] Instant next_deadline() const noexcept;

  private:
    [[nodiscard]] RoomDesk* find(RoomId room) noexcept;
    void take_orders() noexcept;
    void open_room(RoomId room) noexcept;
    void take_packets() noexcept;
    void skip(std::int64_t ticks) noexcept;
    void tick(Instant at) noexcept;
    [[nodiscard]] bool all_rest() noexcept;
    [[nodiscard]] bool take_news() noexcept;
    void note_wake(Instant now) noexcept;
    void report() noexcept;

    AudioRings& rings_;
    audio::TickClock clock_;
    std::deque<RoomDesk> rooms_;  ///< one a bridge, made at the start
    AudioReport figures_;
    TalkerPacket packet_;  // room for what is popped, which is too large for a habit of the stack
    bool resting_ = true;
    bool news_ = false;
    int ticks_to_report_ = 0;
    int ticks_to_levels_ = 0;
};

}  // namespace giaoban::mixer
