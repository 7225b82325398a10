#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "audio/mix/tick_clock.h"
#include "config/vocab/time.h"
#include "firmware/mixer/audio_rings.h"
#include "net/link/rung.h"

namespace giaoban::mixer {

/// Where the media clock of a program that is started now begins: in each second seven minutes of the clock's circle
/// (2^32 / 48 kHz = 24.8 h, which is 213 times seven minutes) before where it began a second ago. So what a box is sent after
/// a restart lies further behind what it was sent before than what is kept to be caught up with (3 min): then playout and
/// catching up begin anew with it. Starts that are 213 s apart begin alike, and are 213 s apart by that. Where the circle
/// makes it lie ahead, the box asks for what it has missed, as after an outage of hours, and is given what there is.
[[nodiscard]] inline std::int64_t first_tick_at(std::chrono::seconds unix_time) noexcept {
    constexpr std::int64_t slots = 213;
    constexpr std::int64_t ticks_a_slot = std::chrono::minutes(7) / audio::tick_length;
    return (slots - 1 - (unix_time.count() % slots + slots) % slots) * ticks_a_slot;
}

/// How far the mixes that have gone out reach on the media clock: what is mixed after now begins behind that.
///
/// Units:      RTP timestamps of 48 kHz.
/// Threading:  not synchronised; the network thread owns it.
class MediaTime {
  public:
    /// Nothing of so long ago is under way any more; and it is far less than half the circle of the clock.
    static constexpr Duration forgotten_after = std::chrono::hours(1);

    void went_out(const MixedPacket& mixed, Instant now) noexcept {
        const auto rung = net::RungIndex{static_cast<std::uint8_t>(mixed.rung)};
        newest_ = std::max(newest_, mixed.tick * tick + net::rung(rung).frame.count());
        at_ = now;
    }
    /// The timestamp behind all that has gone out; nothing when none has for long.
    [[nodiscard]] std::optional<std::uint32_t> until(Instant now) const noexcept {
        if (newest_ == 0 || now - at_ > forgotten_after) return std::nullopt;
        return static_cast<std::uint32_t>(newest_);
    }

  private:
    static constexpr std::int64_t tick = audio::tick_length.count();

    std::int64_t newest_ = 0;
    Instant at_{};
};

}  // namespace giaoban::mixer
